import pytest

from examples.models import example_model
from flowtime_domain.compilation.availability import unavailable_features
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import ModelInvalidError

POINTERS = {
    "E13": ["/nodes/3/dispatchSchedule"],
    "E14": ["/topology/nodes/0/dispatchSchedule", "/topology/nodes/1/dispatchSchedule"],
    "E15": [
        "/topology/nodes/0/wipLimit",
        "/topology/nodes/1/wipLimitSeries",
        "/topology/nodes/2/wipLimit",
        "/topology/nodes/3/wipLimit",
    ],
    "E16": ["/topology/constraints/0"],
    "E17": [
        "/topology/nodes/0/constraints",
        "/topology/nodes/1/constraints",
        "/topology/constraints/0",
        "/topology/constraints/1",
    ],
    "E21": ["/nodes/1", "/nodes/2"],
}


@pytest.mark.parametrize("name", sorted(POINTERS))
def test_features_that_are_not_there_are_refused(name):
    """A right model that uses a feature of a later version is refused at that element (engine §6-§8, §10)."""
    with pytest.raises(ModelInvalidError) as caught:
        compile_model(example_model(name))
    assert {error.code for error in caught.value.errors} == {"feature_unavailable"}
    assert [error.pointer for error in caught.value.errors] == POINTERS[name]


def test_everything_else_is_available():
    """A model without such features has nothing to refuse (engine E20)."""
    assert unavailable_features(example_model("E20")) == ()
