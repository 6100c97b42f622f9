"""Simulation, capture, and the replay of the capture: for every packaged template the same numbers."""

import json
from pathlib import Path
from typing import Any

import pytest

from examples.commands import command, process
from examples.http_service import Service
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_entrypoints.library.captures import capture_run
from flowtime_entrypoints.library.opening import open_run
from flowtime_entrypoints.library.runs import create_run

TEMPLATES = [file.name for file in PackagedTemplateSource().all()]
SEED = 7
KEY = "monday"
SAME_BYTES = ("series/", "model/", "spec.yaml")


def simulated(root: Path, template_id: str) -> Path:
    """A run in simulation mode, captured with gap mode ignore."""
    run = create_run(template_id, seed=SEED, data_dir=root, run_id="simulated").path
    assert run is not None
    capture_run("simulated", data_dir=root, gaps="ignore", capture_key=KEY)
    return run


def replayed(root: Path, template_id: str) -> Path:
    """A run in telemetry mode on the capture."""
    result = create_run(
        template_id,
        seed=SEED,
        data_dir=root,
        telemetry={"captureDirectory": KEY},
        deterministic_run_id=True,
    )
    assert (result.path is not None, result.body["canReplay"]) == (True, True)
    assert result.metadata is not None
    assert result.metadata["telemetrySourcesResolved"]
    return root / "runs" / str(result.run_id)


def reported(root: Path, run_id: str) -> dict[str, Any]:
    """What the run says of its nodes in all bins; waits by Kingman's formula are aside."""
    nodes = open_run(run_id, data_dir=root).window().body["nodes"]
    return {
        node["id"]: {name: values for name, values in node["series"].items() if name != "kingmanWaitMs"}
        for node in nodes
    }


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_a_replay_reports_what_was_captured(tmp_path: Path, template_id: str) -> None:
    """Every captured series has equal bytes, and states and derived metrics are alike (telemetry §7.4)."""
    simulated(tmp_path, template_id)
    replay = replayed(tmp_path, template_id)
    before, after = (open_run(run, data_dir=tmp_path) for run in ("simulated", replay.name))
    manifest = json.loads((tmp_path / "telemetry" / KEY / "manifest.json").read_bytes())
    sources = json.loads((replay / "model" / "metadata.json").read_bytes())["nodeSources"]
    assert manifest["files"] != []
    for entry in manifest["files"]:
        row = before.series[entry["seriesId"].partition("@")[0]]
        backed = [name for name, path in sources.items() if path == f"telemetry/{entry['path']}"]
        assert [after.series[name].tobytes() for name in backed] == [row.tobytes()] * len(backed)
    old, new = (reported(tmp_path, run) for run in ("simulated", replay.name))
    assert old == new
    assert create_run(
        template_id,
        seed=SEED,
        data_dir=tmp_path,
        telemetry={"captureDirectory": KEY},
        deterministic_run_id=True,
    ).was_reused


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_the_model_of_a_replay_is_itself_runnable(tmp_path: Path, template_id: str) -> None:
    """The stored model, run on the stored capture, gives the same model and the same series (runs §6.2)."""
    simulated(tmp_path, template_id)
    replay = replayed(tmp_path, template_id)
    stored = [
        "--model",
        str(replay / "model" / "model.yaml"),
        "--capture-dir",
        str(replay / "model" / "telemetry"),
    ]
    ended = command(tmp_path, "run", *stored, "--seed", str(SEED), "--run-id", "again", "--quiet")
    assert (ended.code, ended.err) == (0, "")
    first, second = files(replay), files(tmp_path / "runs" / "again")
    assert first.keys() == second.keys()
    same = [name for name in first if name.startswith(("series/", "model/telemetry/", "model/model.yaml"))]
    assert [name for name in same if first[name] != second[name]] == []


@pytest.mark.parametrize("template_id", TEMPLATES[:1])
def test_every_way_makes_the_same_replay(tmp_path: Path, template_id: str) -> None:
    """Library, command and HTTP give byte-identical replays but for id and moment (runs §1.2, §1.7)."""
    simulated(tmp_path, template_id)
    made = [files(replayed(tmp_path, template_id))]
    words = ["telemetry", "bundle", "--template-id", template_id, "--seed", str(SEED)]
    ended = process(
        tmp_path, *words, "--capture-dir", str(tmp_path / "telemetry" / KEY), "--run-id", "command"
    )
    assert ended.code == 0, ended.err
    made.append(files(tmp_path / "runs" / "command"))
    with Service(tmp_path) as service:
        answer = service.create(
            templateId=template_id,
            rng={"seed": SEED},
            telemetry={"captureDirectory": KEY},
            options={"runId": "http"},
        )
        assert answer.status_code == 201, answer.text
        assert service.count("telemetry_bundle_duration_ms_count") == 1
        assert service.count("simulation_evaluation_duration_ms_count") == 0
    made.append(files(tmp_path / "runs" / "http"))
    first = made[0]
    same = [name for name in first if name.startswith(SAME_BYTES)]
    assert "model/telemetry/telemetry-manifest.json" in same
    for other in made[1:]:
        assert other.keys() == first.keys()
        assert [name for name in same if other[name] != first[name]] == []


def files(run: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()
    }
