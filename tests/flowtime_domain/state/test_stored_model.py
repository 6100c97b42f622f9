"""Reading the structure of a stored model."""

import pytest

from examples import clinic_desk
from examples.stored_runs import READER, stored_run
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.runs import file_names
from flowtime_domain.runs.encoding import model_yaml
from flowtime_domain.state.stored_model import model_outline, read_stored_model

SERIES = {
    "numbers": {"values": [1, 2, 2.5]},
    "constant": {"values": [7, 7, 7]},
    "one": {"values": [4]},
    "scalar": {"values": 3},
    "cycle": {"values": [1, 2], "repeat": True},
    "same_cycle": {"values": [6, 6], "repeat": True},
    "prefix": {"values": [1, 10, 100]},
    "told": {
        "values": [1, 2, 3],
        "description": "x\n    values: [1, 2]",
        "metadata": {"values": 5},
    },
}
NODES = [{"id": name, "kind": "const", **node} for name, node in SERIES.items()]
DRAWN = {"id": "p", "kind": "pmf", "mode": "expected", "pmf": {"values": [1, 9], "probabilities": [0.5, 0.5]}}
MODEL = {
    "grid": {"bins": 3, "binSize": 1, "binUnit": "hours"},
    "nodes": [*NODES, DRAWN],
    "topology": {"nodes": [{"id": "Desk", "semantics": {"arrivals": "numbers", "served": "constant"}}]},
}


def structure(model):
    """The normal form without the values of const nodes."""
    written = normal_form(model)
    nodes = [
        {key: value for key, value in node.items() if key not in ("values", "repeat")}
        for node in written["nodes"]
    ]
    return {**written, "nodes": nodes}


def test_the_structure_is_that_of_the_model():
    """But for the values of const nodes a stored model reads as the model that was stored (runs §6.2)."""
    outline = read_stored_model(stored_run(MODEL), READER)
    assert structure(outline) == structure(FlowModel.from_mapping(MODEL))


@pytest.mark.parametrize(
    ("name", "is_constant"),
    [
        ("numbers", False),
        ("constant", True),
        ("one", True),
        ("scalar", True),
        ("cycle", False),
        ("same_cycle", True),
        ("prefix", False),
        ("told", False),
    ],
)
def test_whether_values_change_is_kept(name, is_constant):
    """What stands in for the values of a const changes exactly if they do (engine §11.2)."""
    outline = read_stored_model(stored_run(MODEL), READER)
    values = next(node.values for node in outline.nodes if node.id == name)
    assert (isinstance(values, float) or len(set(values)) == 1) == is_constant


def test_lists_of_values_are_not_read():
    """The outline of a model is as long for many bins as for few (state §1.1)."""

    def outline(bins):
        model = {
            "grid": {"bins": bins, "binSize": 1, "binUnit": "hours"},
            "nodes": [{"id": "a", "values": list(range(bins))}, {"id": "b", "values": [7] * bins}],
        }
        return model_outline(model_yaml(normal_form(FlowModel.from_mapping(model))))

    assert len(outline(10_000)) - len(outline(10)) == len("10000") - len("10")


def test_the_worked_example():
    """A list that changes stands for one that changes, a list that does not for its number (runs §3.3)."""
    stored = stored_run(clinic_desk.MODEL).document(file_names.MODEL)
    lines = model_outline(stored).decode().splitlines()
    assert [line for line in lines if "values" in line or "repeat" in line] == [
        "    values: [0, 1]",
        "    repeat: true",
        "    values: 20",
    ]
