"""Calls against the rules of their functions."""

import pytest

from flowtime_domain.expressions.calls import literal_value
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import ExpressionErrors


def errors_of(text: str) -> list[tuple[str, int]]:
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression(text)
    return [(finding.code, finding.offset) for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("text", "literals", "arguments"),
    [
        ("MIN(a, 1, b)", (), 3),
        ("CLAMP(a, 0, 1)", (), 3),
        ("IF(a, 0, 1)", (), 3),
        ("ABS(a)", (), 1),
        ("BIN()", (), 0),
        ("SHIFT(a, 2)", (2.0,), 1),
        ("SHIFT(a, -(-(2)))", (2.0,), 1),
        ("SHIFT(a, -0)", (0.0,), 1),
        ("SHIFT(a, 1e12)", (1e12,), 1),
        ("CONV(a, [0, -0.5, (2)])", (0.0, -0.5, 2.0), 1),
        ("EMA(a, 1)", (1.0,), 1),
        ("AVG(a, 1000)", (1000.0,), 1),
        ("PULSE(3)", (3.0, 0.0), 1),
        ("PULSE(3, 2)", (3.0, 2.0), 1),
        ("PULSE(3, 2, a)", (3.0, 2.0), 1),
    ],
)
def test_literals_and_formulas_are_told_apart(text, literals, arguments):
    """A call holds its literals as numbers, the others as formulas; PULSE has its defaults (model §6.4)."""
    call = parse_expression(text)
    assert (call.literals, len(call.arguments)) == (literals, arguments)


def test_amplitude_of_a_pulse_is_one_unless_written():
    """PULSE without an amplitude has the amplitude 1 (engine §3.2)."""
    assert parse_expression("PULSE(3, 2)").arguments[0].value == 1.0
    assert parse_expression("PULSE(3, 2, a)").arguments[0].name == "a"


@pytest.mark.parametrize(
    "text",
    [
        "MIN(a)", "MAX()", "CLAMP(a, 1)", "IF(a, 1, 2, 3)", "MOD(a)", "STEP(a, 1, 2)", "POW(a)", "FLOOR()",
        "CEIL(a, 1)", "ROUND()", "ABS(a, b)", "SQRT()", "EXP()", "LN(a, 2)", "CUMSUM()", "BIN(1)", "HOUR(a)",
        "WEEKDAY(1)", "PULSE()", "PULSE(1, 2, 3, 4)", "SHIFT(a)", "CONV(a)", "EMA(a)", "AVG(a, 1, 2)",
        "ABS([1], [2])", "SHIFT(a, b, c)",
    ],
)  # fmt: skip
def test_wrong_number_of_arguments_is_reported_at_the_name(text):
    """A wrong count is one error, at the function's name (model §6.4)."""
    assert errors_of(" " + text) == [("function_arity", 1)]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("SHIFT(a, b)", 9),
        ("SHIFT(a, (b))", 9),
        ("SHIFT(a, 1 + 1)", 9),
        ("SHIFT(a, ABS(1))", 9),
        ("EMA(a, a)", 7),
        ("AVG(a, BIN())", 7),
        ("PULSE(a)", 6),
        ("PULSE(2, a)", 9),
        ("CONV(a, 0.5)", 8),
        ("CONV(a, b)", 8),
        ("CONV(a, [1, b])", 12),
        ("CONV(a, [1, -(2 * 3)])", 12),
    ],
)
def test_missing_literal_is_reported_at_the_argument(text, offset):
    """Where a literal is asked for, a formula is an error at its first character (model §6.4, ruling 17)."""
    assert errors_of(text) == [("argument_not_literal", offset)]


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("SHIFT(a, -1)", 9),
        ("SHIFT(a, 1.5)", 9),
        ("EMA(a, 0)", 7),
        ("EMA(a, 1.1)", 7),
        ("AVG(a, 0)", 7),
        ("AVG(a, 1001)", 7),
        ("PULSE(0)", 6),
        ("PULSE(1.5)", 6),
        ("PULSE(1, -1)", 9),
        ("PULSE(1, (0.5), a)", 9),
        ("CONV(a, [" + "0," * 1000 + "1])", 8),
    ],
)
def test_literal_out_of_range_is_reported_at_the_argument(text, offset):
    """A literal outside its range, or one literal too many, is an error (model §6.4, ruling 17)."""
    assert errors_of(text) == [("argument_out_of_range", offset)]


def test_kernel_may_hold_a_thousand_literals():
    """An array of 1000 literals is allowed (model §6.4)."""
    assert len(parse_expression("CONV(a, [" + "0," * 999 + "1])").literals) == 1000


@pytest.mark.parametrize(
    ("text", "offset"), [("MIN([1], 2)", 4), ("SHIFT(a, [1])", 9), ("CONV([1], [1])", 5), ("ABS([a])", 4)]
)
def test_brackets_stand_only_in_convolutions(text, offset):
    """Brackets elsewhere than as CONV's second argument are an error at the bracket (model §6.4)."""
    assert errors_of(text) == [("array_not_allowed", offset)]


def test_every_wrong_argument_and_call_is_reported():
    """All wrong calls of a formula are reported, in the order of the text (ruling 23)."""
    assert errors_of("SHIFT(EMA(a, 2), b) + CONV([1], 3) + ABS()") == [
        ("argument_out_of_range", 13),
        ("argument_not_literal", 17),
        ("array_not_allowed", 27),
        ("argument_not_literal", 32),
        ("function_arity", 37),
    ]


def test_number_out_of_range_is_no_second_error():
    """An infinite literal is reported as such, not also as an argument out of range (model §6.3)."""
    assert errors_of("SHIFT(a, 1e999)") == [("number_out_of_range", 9)]


def test_literal_is_a_number_with_signs_and_parentheses():
    """A literal is a number with any minus signs and parentheses around it (model §6.4)."""
    assert literal_value(parse_expression("--(-((3)))")) == -3.0
    assert literal_value(parse_expression("3 + 0")) is None
    assert literal_value(parse_expression("-a")) is None
