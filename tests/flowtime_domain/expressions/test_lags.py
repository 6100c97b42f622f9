"""Lags of the references of a formula."""

import pytest

from flowtime_domain.expressions.lags import call_lag, first_use_of_time, references
from flowtime_domain.expressions.parser import parse_expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2", []),
        ("x", [("x", 0)]),
        ("-x * (y + x)", [("x", 0), ("y", 0), ("x", 0)]),
        ("SHIFT(x, 3)", [("x", 3)]),
        ("SHIFT(x, 0)", [("x", 0)]),
        ("SHIFT(SHIFT(x + y, 1), 2) + y", [("x", 3), ("y", 3), ("y", 0)]),
        ("CONV(x, [0, 0, 0.5])", [("x", 2)]),
        ("CONV(x, [0, -0])", [("x", 2)]),
        ("CONV(x, [1, 0])", [("x", 0)]),
        ("SHIFT(CONV(x, [0, 1]), 2)", [("x", 3)]),
        ("CUMSUM(x) + EMA(y, 0.5) + AVG(z, 9)", [("x", 0), ("y", 0), ("z", 0)]),
        ("PULSE(3, 1, x)", [("x", 0)]),
        ("MAX(a, SHIFT(b, 2), c)", [("a", 0), ("b", 2), ("c", 0)]),
    ],
)
def test_lag_is_the_sum_along_the_path(text, expected):
    """SHIFT adds its lag, CONV its leading zeros; each reference counts by itself (engine §2.3)."""
    assert [(each.name, each.lag) for each in references(parse_expression(text))] == expected


def test_references_know_where_they_stand():
    """A lagged reference tells at which character its name begins (model §6.6)."""
    assert [each.offset for each in references(parse_expression("(a) + SHIFT( b, 1)"))] == [1, 13]


def test_huge_lag_is_exact():
    """A lag has no upper limit (ruling 17)."""
    assert references(parse_expression("SHIFT(x, 1e30)"))[0].lag == int(1e30)


def test_long_formula_has_all_its_references():
    """A sum of as many terms as fit gives all its references (model §6.3)."""
    assert len(references(parse_expression("a" + "+a" * 2047))) == 2048


def test_lag_of_one_call():
    """A call by itself tells how far it looks back at least (engine §2.3)."""
    assert call_lag(parse_expression("SHIFT(x, 2)")) == 2
    assert call_lag(parse_expression("CUMSUM(x)")) == 0


@pytest.mark.parametrize(
    ("text", "offset"),
    [("a + HOUR()", 4), ("SHIFT(weekday(), 1) + HOUR()", 6), ("HOUR", None), ("BIN()", None)],
)
def test_first_use_of_time_is_found(text, offset):
    """HOUR and WEEKDAY need a grid with a start (model §4.3)."""
    call = first_use_of_time(parse_expression(text))
    assert (None if call is None else call.offset) == offset
