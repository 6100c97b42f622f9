import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.model.plain_scalar import integer, plain_scalar


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null(text):
    """Five spellings are null (model §2.3)."""
    assert plain_scalar(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False)]
)
def test_booleans(text, value):
    """Three spellings each are true and false (model §2.3)."""
    assert plain_scalar(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("010", 10), ("-3", -3), ("+4", 4), ("-0", 0), ("12345678901234567890", 12345678901234567890)],
)
def test_integers_are_decimal(text, value):
    """Digits with an optional sign are a decimal integer (model §2.3)."""
    found = plain_scalar(text)
    assert found == value
    assert isinstance(found, int)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6.0", 6.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5", -0.5),
        ("1e3", 1000.0),
        ("1.E-2", 0.01),
        ("+1.5e+1", 15.0),
    ],
)
def test_numbers_have_a_point_or_an_exponent(text, value):
    """A point or an exponent makes a number (model §2.3)."""
    found = plain_scalar(text)
    assert found == value
    assert isinstance(found, float)


@pytest.mark.parametrize("text", [".inf", "+.Inf", ".INF", "1e400", "9" * 310, "9" * 100_000])
def test_numbers_too_large_are_infinite(text):
    """What binary64 cannot hold becomes infinite, for whoever reads a number to refuse (model §2.3)."""
    assert plain_scalar(text) == math.inf
    assert plain_scalar("-" + text.removeprefix("+")) == -math.inf


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_nan(text):
    """Three spellings are no number at all (model §2.3)."""
    found = plain_scalar(text)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "No",
        "on",
        "tRUE",
        "nULL",
        "0o17",
        "0x1F",
        "0b1",
        "1_000",
        "12:30",
        "2025-03-03",
        ".",
        "-",
        "e5",
        "+e5",
        "1e",
        "1.2.0",
        "--1",
        ".Nan",
        "inf",
        "٣",
        "1 ",
        "1\n",
    ],
)
def test_all_else_is_text(text):
    """Whatever no rule names is text (model §2.3)."""
    assert plain_scalar(text) == text


@given(st.integers(min_value=-(10**320), max_value=10**320))
def test_integers_read_back(value):
    """Every integer that binary64 can hold reads back from its digits, leading zeros aside (model §2.3)."""
    digits = f"{'-' if value < 0 else ''}{'0' * 300}{abs(value)}"
    if abs(value) >= 2**1024 - 2**970:
        assert math.isinf(integer(str(value)))
    else:
        assert integer(str(value)) == integer(digits) == value
