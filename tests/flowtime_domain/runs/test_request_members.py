"""Reading the members of a request."""

import pytest

from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.model.document import Value
from flowtime_domain.runs.request_members import RequestMembers


def test_what_is_right_is_taken() -> None:
    """Each kind of member is read with its type (api §1.1)."""
    body = RequestMembers(
        {"text": "a", "flag": True, "count": 6.0, "word": "BIG", "map": {"a": 1, "b": None}, "none": None},
        ("text", "flag", "count", "word", "map", "none", "absent"),
    )
    assert body.text("text") == "a"
    assert body.flag("flag")
    assert not body.flag("absent")
    assert body.integer("count", 0, 9) == 6
    assert body.word("word", ("big", "small")) == "big"
    assert body.mapping("map") == {"a": 1}
    assert not body.gives("none")
    assert body.value("absent") is None
    body.raise_errors()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "got true"),
        (False, "got false"),
        (3, "got 3"),
        pytest.param(10**5000, "got a number that is too large", id="huge"),
        ([], "got a list"),
        ({}, "got an object"),
    ],
)
def test_a_wrong_type_says_what_was_given(value: object, said: str) -> None:
    """A message about a type names what was expected and what was given (api §2.1)."""
    body = RequestMembers({"name": value}, ("name",))  # type: ignore[dict-item]
    assert body.text("name") is None
    (error,) = body.errors
    assert (error.code, error.pointer) == ("invalid_type", "/name")
    assert error.message == f"'name' must be a text, {said}."


def test_a_number_of_any_length_is_out_of_range() -> None:
    """An integer too long to be written out is refused like any other (runs §2.1)."""
    body = RequestMembers({"seed": 10**5000}, ("seed",))
    assert body.integer("seed", 0, 9) is None
    assert [error.message for error in body.errors] == [
        "'seed' must lie in 0..9, got a number that is too large."
    ]


def test_a_name_of_any_length_is_cut() -> None:
    """A message shows the beginning of an unknown name, the pointer all of it (api §2.2)."""
    (error,) = RequestMembers({"x" * 5000: 1}, ("name",)).errors
    assert error.pointer == "/" + "x" * 5000
    assert len(error.message) < 200


def test_objects_inside_share_the_errors() -> None:
    """What is wrong inside an object comes with the rest, with its whole pointer (api §2.2)."""
    body = RequestMembers({"inner": {"a/b": 1, "text": 7}}, ("inner",))
    assert body.section("inner", ("text",)).text("text") is None
    with pytest.raises(RequestInvalidError) as caught:
        body.raise_errors()
    assert [error.pointer for error in caught.value.errors] == ["/inner/a~1b", "/inner/text"]


@pytest.mark.parametrize(("body", "said"), [(None, "null"), ([1], "a list"), ("{}", "a text"), (3, "3")])
def test_a_request_is_an_object(body: Value, said: str) -> None:
    """Any other JSON value as a body is of a wrong type, with the empty pointer (api §6.2)."""
    with pytest.raises(RequestInvalidError, match=f"must be an object, got {said}") as caught:
        RequestMembers.of_body(body, ("name",))
    assert [(error.code, error.pointer) for error in caught.value.errors] == [("invalid_type", "")]
