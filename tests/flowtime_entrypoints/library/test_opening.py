"""Opening runs from Python."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from examples import older_bundles, order_support
from examples.http_service import Service
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_domain.errors import (
    RequestInvalidError,
    RunCorruptError,
    RunIdInvalidError,
    RunNotFoundError,
)
from flowtime_domain.state.run_view import METRICS
from flowtime_entrypoints.library.opening import open_run
from flowtime_entrypoints.library.runs import create_run

TEMPLATES = [file.name for file in PackagedTemplateSource().all()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The directory of the run of the worked example, in the data root `tmp_path`."""
    run = create_run(model=order_support.MODEL, run_id=order_support.RUN_ID, data_dir=tmp_path)
    assert run.path is not None
    return run.path


def open_files_below(path: Path) -> list[str]:
    handles = Path("/proc/self/fd").iterdir()
    targets = [os.readlink(handle) for handle in handles if handle.is_symlink()]
    return [target for target in targets if target.startswith(str(path))]


def test_a_run_is_opened_by_its_id(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An id is looked for in the data root of the call, else of the environment (runs §1.1)."""
    assert open_run(order_support.RUN_ID, tmp_path).path == path
    monkeypatch.setenv("FLOWTIME_DATA_DIR", str(tmp_path))
    assert open_run(order_support.RUN_ID).series["support_depth"].tolist() == [2, 10, 20, 0]


def test_a_run_is_opened_by_its_path(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path may lead to the directory of a run anywhere, through links too (runs §1.1)."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = elsewhere / path.name
    shutil.move(path, moved)
    (tmp_path / "latest").symlink_to(moved)
    monkeypatch.chdir(elsewhere)
    for each in (moved, str(moved), f"./{path.name}", f"{path.name}/", Path(path.name), tmp_path / "latest"):
        run = open_run(each)
        assert (run.run_id, run.path) == (order_support.RUN_ID, moved)
    assert open_run(moved).metadata["storage"]["modelPath"] == f"elsewhere/{path.name}/model/model.yaml"
    assert sorted(os.listdir(elsewhere)) == [path.name]


def test_ids_and_paths_that_lead_nowhere(path: Path, tmp_path: Path) -> None:
    """What is no run id, and what is no run, is told apart (runs §3.7, §9.4)."""
    with pytest.raises(RunIdInvalidError):
        open_run("..", tmp_path)
    with pytest.raises(RunIdInvalidError):
        open_run("/")
    with pytest.raises(RunNotFoundError):
        open_run("nobody", tmp_path)
    with pytest.raises(RunNotFoundError):
        open_run(tmp_path / "nowhere" / "nobody")
    with pytest.raises(RequestInvalidError) as caught:
        open_run(path, tmp_path)
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("conflicting_members", "/data_dir")
    ]


def test_a_run_is_verified(path: Path) -> None:
    """A run with an altered file is refused, with what was found (runs §9.1)."""
    (path / "run.json").write_bytes((path / "run.json").read_bytes() + b" ")
    with pytest.raises(RunCorruptError) as caught:
        open_run(path)
    assert "file_size_differs" in [error.code for error in caught.value.errors]


def test_a_bundle_of_an_earlier_version(tmp_path: Path) -> None:
    """Older bundles are read like any other run (runs §10.2)."""
    older_bundles.write_bundle(tmp_path, older_bundles.older_bundle())
    run = open_run(tmp_path / str(older_bundles.RUN_ID))
    assert run.metrics["SupportQueue"]["queue"].tolist() == [2, 10, 20, 0]
    assert run.to_xarray().sel(node="OrderService", metric="served").values.tolist() == [9, 6, 9, 4]


def test_files_are_open_only_while_they_are_used(path: Path) -> None:
    """A run that is used no more holds no file, and its numbers outlive the run (runs §8.1)."""
    run = open_run(path)
    shutil.rmtree(path)
    assert run.series["support_depth"].tolist() == [2, 10, 20, 0]
    assert run.metrics["SupportQueue"]["queue"].tolist() == [2, 10, 20, 0]
    assert open_files_below(path)
    del run
    assert not open_files_below(path)


def test_reading_is_silent(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A library does not write to the log of its caller (operations §3.3)."""
    run = open_run(path)
    run.snapshot(0)
    run.window()
    (path / "run.json").unlink()
    with pytest.raises(RunCorruptError):
        open_run(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_the_library_says_what_http_says(tmp_path: Path, template_id: str) -> None:
    """Bodies equal those of HTTP, and arrays hold the numbers of the bodies (state §1.2)."""
    with Service(tmp_path) as service:
        run_id = service.create(templateId=template_id).json()["metadata"]["runId"]
        run = open_run(run_id, tmp_path)
        last = run.grid["bins"] - 1
        query = f"startBin=0&endBin={last}&metrics={','.join(METRICS)}"
        window = run.window(metrics=METRICS)
        bodies = {
            "": (run.body, service.get(f"/v1/runs/{run_id}")),
            "graph": (run.graph, service.get(f"/v1/runs/{run_id}/graph")),
            "state": (run.snapshot(last).body, service.get(f"/v1/runs/{run_id}/state?binIndex={last}")),
            "window": (window.body, service.get(f"/v1/runs/{run_id}/state_window?{query}")),
        }
    for ours, answer in bodies.values():
        assert answer.status_code == 200
        assert json.loads(json.dumps(ours)) == answer.json()
    answered = bodies["window"][1].json()
    assert run.timestamps is not None
    assert answered["timestampsUtc"] == [f"{start}Z" for start in run.timestamps.astype("M8[s]")]
    for node in answered["nodes"]:
        assert list(run.metrics[node["id"]]) == list(node["series"])
        for metric, told in node["series"].items():
            expected = np.array(told, dtype=str if metric == "color" else float)
            np.testing.assert_array_equal(run.metrics[node["id"]][metric], expected)
            np.testing.assert_array_equal(window.metrics[node["id"]][metric], expected)
