"""Runs from Python."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from examples import clinic_desk
from examples.replays import GAP, write_capture
from examples.workbench import CLINIC_DAY
from fakes.run_observer import RecordingRunObserver
from flowtime_domain.errors import FlowTimeError, ParametersInvalidError, RequestInvalidError, RunExistsError
from flowtime_entrypoints.library.runs import create_run


def test_a_run_of_the_worked_example(tmp_path: Path) -> None:
    """The library makes the run of the example and gives its numbers (runs §3.3, §6.8)."""
    result = create_run(model=clinic_desk.MODEL, deterministic_run_id=True, data_dir=tmp_path)
    assert result.run_id == str(clinic_desk.RUN_ID)
    assert result.path == tmp_path / "runs" / str(clinic_desk.RUN_ID)
    assert result.metadata is not None
    assert result.metadata["scenarioHash"] == clinic_desk.SCENARIO_HASH
    assert (result.was_reused, result.is_dry_run, result.plan, list(result.warnings)) == (
        False,
        False,
        None,
        [],
    )
    assert result.grid["bins"] == 3
    assert list(result.series) == ["visits", "desk_capacity", "desk_served", "desk_queue"]
    np.testing.assert_array_equal(result.series["desk_queue"], [0, 6, 0])
    assert (result.path / "model" / "model.yaml").read_bytes() == clinic_desk.MODEL_YAML


def test_the_body_is_that_of_the_api(tmp_path: Path) -> None:
    """The result holds the body of the API's answer (runs §1.2)."""
    text = (Path(__file__).parents[2] / "examples" / "api" / "created.json").read_text(encoding="utf-8")
    expected: dict[str, Any] = json.loads(text)
    body = create_run(model=clinic_desk.MODEL, deterministic_run_id=True, data_dir=tmp_path).body
    assert {**body["metadata"], "createdUtc": None} == {**expected["metadata"], "createdUtc": None}
    assert {**body, "metadata": None} == {**expected, "metadata": None}


def test_a_notebook_shows_one_line(tmp_path: Path) -> None:
    """A result shows its id and directory, not its numbers (runs §1.1)."""
    made = create_run(model=clinic_desk.MODEL, run_id="desk", data_dir=tmp_path)
    planned = create_run(model=clinic_desk.MODEL, dry_run=True, data_dir=tmp_path)
    assert repr(made) == f"RunResult(run_id='desk', path={str(made.path)!r}, warnings=0)"
    assert repr(planned) == "RunResult(run_id=None, path=None, warnings=0)"


def test_the_same_call_finds_the_run_again(tmp_path: Path) -> None:
    """A deterministic run is reused by an equal call (runs §4.1)."""
    first, again = (
        create_run("order-system", deterministic_run_id=True, data_dir=tmp_path) for _ in range(2)
    )
    assert (first.was_reused, again.was_reused) == (False, True)
    assert first.metadata == again.metadata


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    """A dry run gives a plan and touches no file (runs §5.5)."""
    result = create_run("order-system", dry_run=True, data_dir=tmp_path / "data")
    assert (result.is_dry_run, result.path, result.metadata, dict(result.series)) == (True, None, None, {})
    assert result.run_id is None
    assert result.plan is not None
    assert result.plan["templateId"] == "order-system"
    assert list(tmp_path.iterdir()) == []


def test_own_templates_parameters_and_seed(tmp_path: Path) -> None:
    """Templates of own directories are found; parameters and seed are taken over (runs §2.1)."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "clinic-day.yaml").write_text(CLINIC_DAY, encoding="utf-8")
    result = create_run(
        "clinic-day",
        parameters={"capacity": np.int64(25)},
        seed=7,
        run_id="mine",
        data_dir=tmp_path / "data",
        templates_dirs=[templates],
    )
    assert result.run_id == "mine"
    np.testing.assert_array_equal(result.series["desk_capacity"], [25, 25, 25])
    options: dict[str, Any] = {"run_id": "mine", "data_dir": tmp_path / "data", "templates_dirs": [templates]}
    with pytest.raises(RunExistsError):
        create_run("clinic-day", **options)
    assert not create_run("clinic-day", overwrite=True, **options).was_reused


def test_what_is_wrong_with_a_call() -> None:
    """A call is checked like a request (runs §2.1)."""
    with pytest.raises(RequestInvalidError) as caught:
        create_run("a", model="b", seed=-1)
    assert [error.code for error in caught.value.errors] == ["conflicting_members", "out_of_range"]


@pytest.mark.parametrize(
    ("call", "error", "code", "pointer"),
    [
        ({"parameters": [("capacity", 25)]}, RequestInvalidError, "invalid_type", "/parameters"),
        ({"parameters": {7: 25}}, ParametersInvalidError, "unknown_parameter", "/parameters/7"),
        ({"seed": np.int64(-1)}, RequestInvalidError, "out_of_range", "/rng/seed"),
    ],
)
def test_values_of_wrong_types(
    tmp_path: Path, call: dict[str, Any], error: type[FlowTimeError], code: str, pointer: str
) -> None:
    """Python values that no request could hold are refused like any other wrong member (runs §2.1)."""
    with pytest.raises(error) as caught:
        create_run("order-system", data_dir=tmp_path, **call)
    assert [(each.code, each.pointer) for each in caught.value.errors] == [(code, pointer)]


def test_a_library_is_silent_unless_watched(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Failures are raised, not logged; an observer sees the events (operations §3.3)."""
    observer = RecordingRunObserver()
    with pytest.raises(RequestInvalidError):
        create_run(data_dir=tmp_path)
    with pytest.raises(Exception, match="There is no template"):
        create_run("nobody", data_dir=tmp_path, observer=observer)
    with pytest.raises(Exception, match="There is no template"):
        create_run("nobody", data_dir=tmp_path)
    assert observer.names == ["RunStarted", "RunFailed"]
    assert capfd.readouterr() == ("", "")


def test_a_capture_is_replayed(tmp_path: Path) -> None:
    """A capture named by its path is replayed, and missing values are NaN (runs §2.1)."""
    write_capture(tmp_path / "monday", {"Desk:Arrivals": [4, GAP, 6]})
    telemetry = {"captureDirectory": tmp_path / "monday", "bindings": {}}
    result = create_run(model=clinic_desk.MODEL, telemetry=telemetry, data_dir=tmp_path / "data")
    assert result.metadata is not None
    assert result.metadata["mode"] == "telemetry"
    assert np.array_equal(result.series["visits"], [4, np.nan, 6], equal_nan=True)
    assert np.array_equal(result.series["desk_queue"], [0, 0, 0])


@pytest.mark.parametrize("telemetry", [{}, "monday", {"directory": "monday"}])
def test_wrong_captures_are_errors_of_the_request(tmp_path: Path, telemetry: Any) -> None:
    """What is no capture is refused like any wrong member (runs §2.1)."""
    with pytest.raises(RequestInvalidError):
        create_run(model=clinic_desk.MODEL, mode="telemetry", telemetry=telemetry, data_dir=tmp_path)
