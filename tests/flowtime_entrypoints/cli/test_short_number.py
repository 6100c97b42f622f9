"""Numbers for people."""

import pytest

from flowtime_entrypoints.cli.short_number import percentage, short_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (999.94, "999.9"),
        (1000.4, "1,000"),
        (-37_938.0, "-37,938"),
        (0.000123456, "0.0001235"),
        (1e12, "1e+12"),
        (float("nan"), "-"),
    ],
)
def test_numbers_are_short(value: float, text: str) -> None:
    """A number has four significant digits or its whole part with separators (operations §4.5)."""
    assert short_number(value) == text


def test_percentages() -> None:
    """Utilization is a percentage, and nothing where it is undefined (operations §4.5)."""
    assert percentage(1.234) == "123.4%"
    assert percentage(float("nan")) == "-"
