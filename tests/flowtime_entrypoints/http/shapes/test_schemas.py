"""Schemas of answers about the state of runs."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from examples.answers import example
from flowtime_domain.runs.artifact_documents import schemas
from flowtime_entrypoints.http.shapes.schemas import answer_schemas

FOLDER = Path(__file__).parents[4] / "docs" / "schemas"
EXAMPLES = {
    "state-snapshot": "snapshot",
    "state-window": "window",
    "graph": "graph",
    "comparison": "comparison",
}


def problems(name, answer):
    schema = json.loads(answer_schemas()[f"{name}.schema.json"])
    return [error.message for error in Draft202012Validator(schema).iter_errors(answer)]


def test_checked_in_schemas_are_those_of_the_shapes():
    """The schemas in docs/schemas are those of the shapes, and there are no others (state §9.3)."""
    stored = {path.name: path.read_bytes() for path in FOLDER.glob("*.schema.json")}
    assert stored == schemas() | answer_schemas()


@pytest.mark.parametrize("name", answer_schemas())
def test_schema_is_a_schema(name):
    """Each schema is one of the dialect that it names (state §9.3)."""
    Draft202012Validator.check_schema(json.loads(answer_schemas()[name]))


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_fit_but_for_what_they_leave_out(name):
    """The worked examples fit their schemas, but for metadata (state §6.3, §6.4, §7.3, §8.4)."""
    metadata = example("created")["metadata"]
    answer = example(EXAMPLES[name])
    left_out = answer.keys() & {"metadata", "left", "right"}
    assert bool(problems(name, answer)) == bool(left_out)
    answer |= dict.fromkeys(left_out, metadata)
    assert problems(name, answer) == []


def test_a_series_that_is_not_defined_has_no_key():
    """No series of a window is null, and there is no unknown one (state §5.2)."""
    answer = {**example("window"), "metadata": example("created")["metadata"]}
    answer["nodes"][0]["series"]["served"] = None
    assert problems("state-window", answer)
    answer["nodes"][0]["series"] = {"servd": [1, 2, 3, 4]}
    assert problems("state-window", answer)
