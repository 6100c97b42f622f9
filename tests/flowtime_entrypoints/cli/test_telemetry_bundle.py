"""`flowtime telemetry bundle`."""

import json
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command
from examples.replays import write_capture


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The flags of a run of the worked example on a capture, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_bytes(clinic_desk.MODEL_YAML)
    write_capture(Path("monday"), {"Desk:Arrivals": [4, 5, 6]})
    return ["--model", "desk.yaml", "--capture-dir", "monday", "--deterministic-run-id", "--json"]


def test_it_is_the_same_as_a_run_in_telemetry_mode(desk: list[str]) -> None:
    """The command makes the run that `run --mode telemetry` finds again (operations §4.9)."""
    made = json.loads(command(Path("data"), "telemetry", "bundle", *desk).out)
    again = json.loads(command(Path("data"), "run", "--mode", "telemetry", *desk).out)
    assert (made["wasReused"], again["wasReused"]) == (False, True)
    assert made["metadata"] == again["metadata"]


def test_it_needs_a_capture(desk: list[str]) -> None:
    """Without a capture there is nothing to bundle (runs §2.1)."""
    ended = command(Path("data"), "telemetry", "bundle", "--model", "desk.yaml")
    assert (ended.code, "error[required_member]" in ended.err) == (1, True)
