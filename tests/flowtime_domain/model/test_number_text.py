import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.model.number_text import number_text

# Bits and text of the sample numbers of RFC 8785, appendix B.
RFC_8785_SAMPLES = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "text"), RFC_8785_SAMPLES)
def test_samples_of_the_standard(bits, text):
    """The samples of RFC 8785, appendix B, are written as printed there (runs §1.4)."""
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (20.0, "20"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e16, "10000000000000000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (1e300, "1e+300"),
    ],
)
def test_forms_of_numbers(number, text):
    """No `.0`, `0` for negative zero, exponents from 1e21 up and below 1e-6 (runs §1.4)."""
    assert number_text(number) == text


def test_integers_keep_their_digits():
    """A member of integer type has all its digits (runs §1.4)."""
    assert number_text(2**63 - 1) == "9223372036854775807"
    assert number_text(10**21) == "1" + "0" * 21


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_has_no_text(number):
    """A number that is not finite is never written (runs §1.4)."""
    with pytest.raises(ValueError, match="no text"):
        number_text(number)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back(number):
    """The text reads back to the same binary64 number (runs §1.4)."""
    text = number_text(number)
    assert float(text) == number
    assert len(text) <= 25
