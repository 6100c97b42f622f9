"""What is found while a formula is built along the grammar."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from flowtime_domain.expressions.findings import Findings
from flowtime_domain.expressions.grammar import built_formula
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import ExpressionErrors


def findings_of(text: str):
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression(text)
    return caught.value.findings


def test_unknown_function_names_the_nearest():
    """An unknown function is reported at its name, with the nearest one (model §2.7, M3)."""
    (finding,) = findings_of("SHFT(demand, 1)")
    assert (finding.code, finding.offset) == ("unknown_function", 0)
    assert finding.message.endswith("did you mean 'SHIFT'?")


@pytest.mark.parametrize(
    ("name", "nearest"), [("MXN", "MIN"), ("mn", "LN"), ("MAN", "MAX"), ("sqrtt", "SQRT"), ("FLOR", "FLOOR")]
)
def test_first_in_the_alphabet_is_the_nearest(name, nearest):
    """Among equally near functions the first in the alphabet is named, case ignored (model §2.7)."""
    assert findings_of(f"{name}(a, b)")[0].message.endswith(f"did you mean '{nearest}'?")


def test_far_names_have_no_nearest():
    """A name too far from every function gets no hint (model §2.7)."""
    assert findings_of("INTEGRATE(a)")[0].message == "There is no function 'INTEGRATE'."


def test_unknown_function_is_reported_once_per_name():
    """Each unknown function is reported where it stands first, whatever its case (ruling 23)."""
    found = findings_of("FOO(BAR(a)) + foo(Bar(b)) + BAZ(1)")
    assert [(each.code, each.offset) for each in found] == [
        ("unknown_function", 0),
        ("unknown_function", 4),
        ("unknown_function", 28),
    ]


def test_arguments_of_unknown_functions_are_checked():
    """A wrong call inside an unknown function is reported too; its brackets are not (ruling 23)."""
    assert [each.code for each in findings_of("FOO(ABS(), [1])")] == ["unknown_function", "function_arity"]


def test_infinite_numbers_are_refused():
    """Every number beyond binary64 is reported at its first character (model §6.3)."""
    assert [(each.code, each.offset) for each in findings_of("1e308 + 1e309 - 9e999")] == [
        ("number_out_of_range", 8),
        ("number_out_of_range", 16),
    ]


def test_long_names_are_cut_in_messages():
    """A message shows at most 64 characters of a wrong name (model §2.5)."""
    assert len(findings_of("a" * 4000 + "(1)")[0].message) < 120
    assert len(findings_of("1 " + "a" * 4000)[0].message) < 120


def test_references_are_collected_in_order():
    """References are noted from left to right, each time they stand there (ruling 23)."""
    findings = Findings("b + (a) * b")
    built_formula("b + (a) * b", findings)
    assert [(each.name, each.offset) for each in findings.references] == [("b", 0), ("a", 5), ("b", 10)]


def test_formulas_read_at_once_share_nothing():
    """Threads that read formulas at once each get their own errors and references (model §6.6)."""
    texts = [f"FOO{index}(a{index})" + " + b" * index for index in range(60)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(everything_found, texts))
    assert found == [
        ([("unknown_function", 0)], [f"a{index}", *["b"] * index]) for index in range(len(texts))
    ]


def everything_found(text: str):
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression(text)
    errors = [(finding.code, finding.offset) for finding in caught.value.findings]
    return errors, [reference.name for reference in caught.value.references]
