import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from examples.clinic_desk import clinic_desk, clinic_desk_bundle
from fakes.artifact_store import bundle_contents
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.document import Document
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.runs.artifact_documents import schemas

FOLDER = Path(__file__).parents[3] / "docs" / "schemas"
SCHEMAS = {name: json.loads(content) for name, content in schemas().items()}
PATHS = {
    "run.json": "run.schema.json",
    "manifest.json": "manifest.schema.json",
    "series/index.json": "series-index.schema.json",
    "model/metadata.json": "metadata.schema.json",
    "model/provenance.json": "provenance.schema.json",
    "model/telemetry/telemetry-manifest.json": "telemetry-manifest.schema.json",
}
RICH_MODEL = {
    "metadata": {"id": "all-kinds", "tags": ["a"], "owner": "team"},
    "grid": {"bins": 4, "binSize": 1, "binUnit": "hours"},
    "rng": {"seed": 7},
    "nodes": [
        {"id": "base", "values": [1, 2, 3, 4], "unit": "visits"},
        {"id": "half", "kind": "expr", "expr": "base * 0.5", "metadata": {"note": "x"}},
        {
            "id": "drawn",
            "kind": "pmf",
            "pmf": {"values": [1, 2], "probabilities": [0.5, 0.5]},
            "mode": "sample",
        },
        {"id": "stock", "kind": "serviceWithBuffer", "inflow": "base", "outflow": "half"},
    ],
    "topology": {
        "nodes": [
            {"id": "Desk", "kind": "service", "semantics": {"arrivals": "base", "served": "half"}},
            {
                "id": "Store",
                "kind": "queue",
                "semantics": {"arrivals": "half", "served": "drawn"},
                "initialCondition": {"queueDepth": 2.5},
            },
        ],
        "edges": [{"from": "Desk", "to": "Store"}],
    },
    "outputs": [{"series": "*", "exclude": ["half"]}, {"series": "half", "as": "half.csv"}],
}


def problems(schema: str, document: object) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMAS[schema]).iter_errors(document)]


def test_checked_in_schemas_are_those_of_the_types():
    """The schemas in docs/schemas are those of the types; `just schemas` renews them (runs §6.12)."""
    assert {name: (FOLDER / name).read_bytes() for name in schemas()} == schemas()


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_a_schema(name):
    """Each generated schema is one of the dialect that it names (runs §6.12)."""
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize(("path", "schema"), PATHS.items())
def test_every_artifact_fits_its_schema(path, schema):
    """The documents of a run with parameters, seed and warnings fit their schemas (runs §6.12)."""
    bundle = clinic_desk_bundle(
        parameters={"a": [1, 2.5], "b": "x"},
        seed=7,
        findings=[Finding("some_code", "warning", "Seen.", "Desk", (1,), 1)],
    )
    assert problems(schema, json.loads(bundle_contents(bundle)[path])) == []


@pytest.mark.parametrize(("path", "schema"), PATHS.items())
def test_no_member_may_be_left_out(path, schema):
    """Every member of a table is always present (runs §1.5)."""
    document = json.loads(bundle_contents(clinic_desk_bundle())[path])
    for member in document:
        assert problems(schema, {key: value for key, value in document.items() if key != member})


@pytest.mark.parametrize("model", [clinic_desk().model, FlowModel.from_mapping(RICH_MODEL)])
def test_normal_form_fits_the_schema_of_models(model):
    """Models in normal form fit the schema of models (model §3.5)."""
    written = normal_form(model)
    assert problems("model.schema.json", written) == []
    assert normal_form(FlowModel.from_mapping(Document(written).root)) == written


def test_what_is_absent_from_the_normal_form_has_no_key():
    """Nulls and keys that are only checked do not fit the schema of models (model §3.5)."""
    written = normal_form(FlowModel.from_mapping(RICH_MODEL))
    base, half, *others = written["nodes"]
    assert problems("model.schema.json", {**written, "rng": None})
    assert problems("model.schema.json", {**written, "nodes": [{**base, "unit": None}, half, *others]})
    checked_only = {**half, "dependencies": ["base"]}
    assert problems("model.schema.json", {**written, "nodes": [base, checked_only, *others]})


def test_misspelled_models_do_not_fit():
    """The schema of models is closed: an unknown key or another spelling does not fit (model §2.4)."""
    written = normal_form(clinic_desk().model)
    assert problems("model.schema.json", {**written, "topolgy": {}})
    assert problems("model.schema.json", {**written, "grid": {**written["grid"], "binUnit": "minute"}})
