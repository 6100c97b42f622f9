"""The artifacts of real runs against the checked-in schemas."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_entrypoints.library.runs import create_run

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
TEMPLATES = [file.name for file in PackagedTemplateSource().all()]
DOCUMENTS = {
    "run.json": "run",
    "manifest.json": "manifest",
    "series/index.json": "series-index",
    "model/metadata.json": "metadata",
    "model/provenance.json": "provenance",
    "model/telemetry/telemetry-manifest.json": "telemetry-manifest",
    "model/model.yaml": "model",
    "spec.yaml": "model",
}


def read(path: Path) -> object:
    content = path.read_text(encoding="utf-8")
    return json.loads(content) if path.suffix == ".json" else yaml.load(content, TimesAreText)


class TimesAreText(yaml.SafeLoader):
    """Reads times as texts, as the model language does."""


TimesAreText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_artifact_of_a_packaged_template_fits_its_schema(tmp_path, template):
    """The documents and the model of a run of each packaged template fit their schemas (runs §6.12)."""
    result = create_run(template, data_dir=tmp_path)
    for path, name in DOCUMENTS.items():
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        problems = [
            error.message for error in Draft202012Validator(schema).iter_errors(read(result.path / path))
        ]
        assert problems == [], path
