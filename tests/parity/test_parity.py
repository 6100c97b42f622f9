"""Library, command line and HTTP make the same run of every packaged template."""

import json
from pathlib import Path
from typing import Any

import pytest

from examples.commands import process
from examples.http_service import Service
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_entrypoints.library.runs import create_run

TEMPLATES = [file.name for file in PackagedTemplateSource().all()]
SAME_BYTES = ("series/", "model/model.yaml", "spec.yaml", "model/metadata.json", "model/provenance.json")
STAMPS = {"createdUtc", "runId"}
SEED = 7


def by_library(root: Path, template_id: str) -> Path:
    path = create_run(template_id, seed=SEED, data_dir=root).path
    assert path is not None
    return path


def by_command_line(root: Path, template_id: str) -> Path:
    ended = process(root, "run", "--template-id", template_id, "--seed", str(SEED), "--quiet")
    assert ended.code == 0, ended.err
    return root / "runs" / ended.text.strip()


def by_http(root: Path, template_id: str) -> Path:
    with Service(root) as service:
        body = service.create(templateId=template_id, rng={"seed": SEED}).json()
    return root / "runs" / str(body["metadata"]["runId"])


def files(run: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()
    }


def without_stamps(document: bytes) -> dict[str, Any]:
    return {name: value for name, value in json.loads(document).items() if name not in STAMPS}


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_every_way_makes_the_same_run(tmp_path: Path, template_id: str) -> None:
    """The three ways give byte-identical series, index and model, and equal run.json (runs §1.2)."""
    made = [
        files(make(tmp_path / make.__name__, template_id)) for make in (by_library, by_command_line, by_http)
    ]
    first = made[0]
    compared = [name for name in first if name.startswith(SAME_BYTES)]
    assert "series/index.json" in compared
    assert "series/matrix.npy" in compared
    for other in made[1:]:
        assert other.keys() == first.keys()
        assert [name for name in compared if other[name] != first[name]] == []
        assert without_stamps(other["run.json"]) == without_stamps(first["run.json"])


def test_the_packaged_templates_are_there() -> None:
    """Parity is shown for the eight templates of the product (model §12)."""
    assert len(TEMPLATES) == 8
