"""What readers of query parameters have in common."""

import pytest

from flowtime_domain.runs.query_members import integer_in, repeated_members, unknown_members


def test_repeated_parameters_are_found() -> None:
    """Each parameter that is given more than once is one error, however often it is given (api §1.3)."""
    errors = repeated_members([("a", "1"), ("b", "1"), ("a", "2"), ("a", "2")])
    assert [(error.code, error.message, error.pointer) for error in errors] == [
        ("repeated_member", "'a' is given 3 times.", "/a")
    ]


def test_unknown_parameters_are_found_once() -> None:
    """A parameter that is unknown and given twice is unknown once (api §1.3)."""
    errors = unknown_members([("x~/", "1"), ("x~/", "2"), ("limit", "3")], ("limit",))
    assert [(error.code, error.pointer) for error in errors] == [("unknown_member", "/x~0~1")]


@pytest.mark.parametrize(
    ("known", "hint"),
    [
        (("pageSize", "page"), "; did you mean 'pageSize'?"),
        (("cursor", "limit"), "; known here: cursor, limit."),
        ((), "; none is known here."),
    ],
)
def test_unknown_parameters_name_the_nearest(known: tuple[str, ...], hint: str) -> None:
    """The message names the nearest known parameter, or all of them if none is near (api §1.3)."""
    (error,) = unknown_members([("pagesize", "1")], known)
    assert error.message == f"There is no query parameter 'pagesize'{hint}"


def test_what_is_shown_is_cut() -> None:
    """A long name is cut in the message and whole in the pointer (api §1.3)."""
    (error,) = unknown_members([("x" * 100, "")], ())
    assert f"'{'x' * 64}'" in error.message
    assert error.pointer == "/" + "x" * 100


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("+1", 1),
        ("-0", 0),
        ("0" * 30 + "7", 7),
        ("9" * 30, 10**18 - 1),
        ("-" + "9" * 30, 1 - 10**18),
        ("", None),
        ("1.0", None),
        (" 1", None),
        ("1_0", None),
        ("\N{FULLWIDTH DIGIT ONE}", None),
        ("1\n", None),
    ],
)
def test_integers(text: str, number: int | None) -> None:
    """Integers are decimal digits with or without a sign, of any length (api §7.1, state §5.1)."""
    assert integer_in(text) == number
