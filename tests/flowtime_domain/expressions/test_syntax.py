"""Parts of formulas as values."""

from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import Call, Negation, Number, Operation, Reference

LONG = "a" + "+a" * 2047
A, B = Reference("a", 0), Reference("b", 4)


def test_equal_formulas_are_equal():
    """Two formulas are equal if all their parts are, offsets included."""
    assert parse_expression("MAX(-a, 1 - b)") == parse_expression("MAX(-a, 1 - b)")
    assert hash(parse_expression("a + 1")) == hash(parse_expression("a + 1"))


def test_different_formulas_differ():
    """Formulas that differ in any part or offset differ."""
    texts = ["a + 1", "a - 1", "a + 2", "a  + 1", "b + 1", "-a", "MAX(a, 1)", "MAX(a, 1, 1)", "SHIFT(a, 1)"]
    formulas = [parse_expression(text) for text in texts]
    assert all((one == other) == (one is other) for one in formulas for other in formulas)
    assert parse_expression("a") != "a"


def test_comparing_hashing_and_showing_do_not_recurse():
    """A sum of as many terms as fit can be compared, hashed and shown (model §6.3)."""
    first, second = parse_expression(LONG), parse_expression(LONG)
    assert first == second
    assert hash(first) == hash(second)
    assert first != parse_expression(LONG[:-1] + "b")
    assert repr(first) == "Operation('+', 0)"


def test_each_part_shows_itself():
    """The text of a part names its kind and what it says by itself."""
    assert repr(Number(2.5, 3)) == "Number(2.5, 3)"
    assert repr(A) == "Reference('a', 0)"
    assert repr(Negation(A, 1)) == "Negation(1)"
    assert repr(Call("EMA", (A,), (0.5,), 7)) == "Call('EMA', (0.5,), 7)"


def test_parts_stand_from_left_to_right():
    """Each part gives the formulas directly inside it, from left to right."""
    assert Number(1.0, 0).parts == A.parts == ()
    assert Negation(A, 0).parts == (A,)
    assert Operation("+", A, B, 0).parts == (A, B)
    assert Call("MIN", (B, A), (), 0).parts == (B, A)
