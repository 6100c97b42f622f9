import pytest
from pydantic import TypeAdapter, ValidationError

from examples.readings import GRID, found, read
from flowtime_domain.model.element import FiniteScalar
from flowtime_domain.model.grid import WrittenGrid


def test_shapes_are_closed_strict_and_frozen():
    """Elements refuse unknown keys, other types and changes (model §2.4)."""
    grid = WrittenGrid.model_validate({"bins": 1, "binSize": 1, "binUnit": "hours"})
    with pytest.raises(ValidationError):
        grid.bins = 2
    with pytest.raises(ValidationError):
        WrittenGrid.model_validate({"bins": "1", "binSize": 1, "binUnit": "hours"})
    with pytest.raises(ValidationError):
        WrittenGrid.model_validate({"bins": 1, "binSize": 1, "binUnit": "hours", "bin": 1})


@pytest.mark.parametrize("value", [True, "a", 1.5])
def test_scalars_keep_their_type(value):
    """Metadata holds texts, numbers and booleans (model §5.2)."""
    assert TypeAdapter(FiniteScalar).validate_python(value) is value


@pytest.mark.parametrize("value", [[1], {}, None, float("inf"), 10**400])
def test_nothing_else_is_a_scalar(value):
    """Metadata holds neither lists nor mappings nor numbers that are not finite (model §2.3, §5.2)."""
    with pytest.raises(ValidationError):
        TypeAdapter(FiniteScalar).validate_python(value)


def test_values_stay_as_they_are_written():
    """Const values are a number or a list, and stay what they are (model §3.5)."""
    const, listed = read(GRID + "nodes: [{id: a, values: 4}, {id: b, values: [4]}]").nodes
    assert (const.values, listed.values) == (4.0, (4.0,))


def test_numbers_of_values():
    """Values of a const are finite numbers, neither texts nor booleans (model §2.3, §5.3)."""
    text = (
        GRID + "nodes: [{id: a, values: ['1', true]}, {id: b, values: .inf},"
        " {id: c, values: {}}, {id: d, values: yes}]"
    )
    assert found(text) == [
        ("invalid_type", "/nodes/0/values/0"),
        ("invalid_type", "/nodes/0/values/1"),
        ("non_finite_number", "/nodes/1/values"),
        ("invalid_type", "/nodes/2/values"),
        ("invalid_type", "/nodes/3/values"),
    ]
