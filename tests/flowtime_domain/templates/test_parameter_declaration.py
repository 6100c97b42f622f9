"""Which values a parameter takes."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.templates.parameter_declaration import (
    ParameterDeclaration,
    type_fault,
    typed_value,
    value_faults,
)


def declared(type_: str, **keys: Any) -> ParameterDeclaration:
    return ParameterDeclaration.model_validate({"name": "load", "type": type_, "required": True, **keys})


def codes(declaration: ParameterDeclaration, value: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(fault.code, fault.path) for fault in value_faults(declaration, value, "'load'")]


@pytest.mark.parametrize(
    ("type_", "value", "typed"),
    [
        ("integer", 6, 6),
        ("integer", 6.0, 6),
        ("integer", 10**20, 10**20),
        ("number", 6, 6.0),
        ("number", -0.5, -0.5),
        ("boolean", False, False),
        ("string", "", ""),
        ("string", "true", "true"),
        ("array", [1, 2.5], [1.0, 2.5]),
        ("array", (1,), [1.0]),
        ("array", [], []),
    ],
)
def test_fitting_values_take_their_type(type_: str, value: Any, typed: Any) -> None:
    """A value of the declared type is taken with that type; 6.0 is an integer (model §9.3)."""
    declaration = declared(type_)
    assert codes(declaration, value) == []
    result = typed_value(declaration, value)
    assert (result, type(result)) == (typed, type(typed))


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("integer", 2.5),
        ("integer", "6"),
        ("integer", True),
        ("integer", math.inf),
        ("integer", 10**400),
        ("integer", [6]),
        ("number", "6"),
        ("number", False),
        ("number", math.nan),
        ("number", -math.inf),
        pytest.param("number", 10**5000, id="huge"),
        ("number", {}),
        ("boolean", 1),
        ("boolean", "true"),
        ("string", 6),
        ("string", True),
        ("string", b"text"),
        ("string", ["text"]),
        ("array", 1),
        ("array", "[1, 2]"),
        ("array", {"0": 1}),
    ],
)
def test_nothing_is_converted(type_: str, value: Any) -> None:
    """Texts and booleans never become numbers, numbers never texts, and numbers are finite (model §9.3)."""
    assert codes(declared(type_), value) == [("parameter_type", ())]


@pytest.mark.parametrize("item", ["1", True, None, [1], {}, math.nan])
def test_items_obey_their_type(item: Any) -> None:
    """Each element of an array has the type of the items, numbers by default (model §9.2)."""
    assert codes(declared("array"), [0, item]) == [("parameter_type", (1,))]


@pytest.mark.parametrize(
    ("item_type", "good", "bad"),
    [("integer", 2.0, 2.5), ("boolean", True, 1), ("string", "b", 2), ("number", 2.5, "2.5")],
)
def test_items_of_every_type(item_type: str, good: Any, bad: Any) -> None:
    """Arrays hold integers, numbers, booleans or texts (model §9.2)."""
    declaration = declared("array", items={"type": item_type})
    assert codes(declaration, [good]) == []
    assert codes(declaration, [good, bad]) == [("parameter_type", (1,))]


def test_bounds_are_allowed_values() -> None:
    """Minimum and maximum are themselves allowed, for numbers and for elements (model §9.2)."""
    bounds = {"minimum": 1, "maximum": 8}
    assert [codes(declared("number", **bounds), value) for value in (1, 8, 4.5)] == [[], [], []]
    assert codes(declared("integer", **bounds), 9) == [("parameter_out_of_range", ())]
    assert codes(declared("array", **bounds), [1, 0.99, 8, 8.01]) == [
        ("parameter_out_of_range", (1,)),
        ("parameter_out_of_range", (3,)),
    ]


def test_array_lengths() -> None:
    """An array has at least `minItems` and at most `maxItems` elements (model §9.2)."""
    declaration = declared("array", minItems=1, maxItems=2)
    assert [codes(declaration, items) for items in ([0], [0, 0])] == [[], []]
    assert codes(declaration, []) == [("parameter_item_count", ())]
    assert codes(declaration, [0, 0, 0]) == [("parameter_item_count", ())]


def test_allowed_values() -> None:
    """A value, or each element of an array, is one of the allowed ones (model §9.2)."""
    assert codes(declared("string", enum=("a", "b")), "a") == []
    assert codes(declared("string", enum=("a", "b")), "A") == [("parameter_not_allowed", ())]
    assert codes(declared("number", enum=(1, 2)), 1.0) == []
    assert codes(declared("array", enum=(1, 2)), [2, 3]) == [("parameter_not_allowed", (1,))]


def test_messages_are_for_people() -> None:
    """A message names the parameter, what it takes and what it got (api §2.4)."""
    capacity = declared("number", minimum=1)
    (fault,) = value_faults(capacity, -4, "'capacity'")
    assert fault.message == "'capacity' must be at least 1, got -4."
    (fault,) = value_faults(declared("array", maximum=10), [11], "'load'")
    assert fault.message == "Item 0 of 'load' must be at most 10, got 11."
    (fault,) = value_faults(declared("string", enum=("a", "b")), "c", "'rule'")
    assert fault.message == "'rule' must be one of 'a', 'b', got 'c'."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (False, "false"),
        ("x" * 200, f"'{'x' * 80}...'"),
        (math.inf, "a number that is not finite"),
        ([], "a list"),
        ({}, "a mapping"),
        (None, "null"),
    ],
)
def test_wrong_values_are_shown(value: Any, shown: str) -> None:
    """A message shows what was given, cut if long (model §2.5)."""
    message = type_fault(declared("integer"), value, "'load'")
    assert message == f"'load' must be an integer, got {shown}."


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.floats())))
def test_a_value_is_refused_or_taken(value: Any) -> None:
    """Whatever comes, it is refused with a reason or has the declared type afterwards (model §9.3)."""
    for type_, kind in (("integer", int), ("number", float), ("boolean", bool), ("string", str)):
        declaration = declared(type_)
        if not codes(declaration, value):
            assert type(typed_value(declaration, value)) is kind
