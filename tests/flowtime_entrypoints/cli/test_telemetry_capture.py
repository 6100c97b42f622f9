"""`flowtime telemetry capture`."""

import json
from pathlib import Path
from typing import get_args

import pytest
import yaml

from examples import order_support
from examples.commands import command
from examples.http_service import Service
from fakes.clock import FixedClock
from flowtime_domain.telemetry.gaps import GapMode
from flowtime_entrypoints.cli.telemetry_capture import GAP_MODES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the run of the worked example of state."""
    stdin = yaml.safe_dump(dict(order_support.MODEL)).encode()
    assert command(tmp_path, "run", "--model", "-", "--run-id", "monday", "--quiet", stdin=stdin).code == 0
    return tmp_path


def test_modes_are_those_of_the_table() -> None:
    """The flag knows exactly the modes that there are (telemetry §5.1)."""
    assert get_args(GapMode) == GAP_MODES


def test_a_capture_for_people(data: Path) -> None:
    """Directory, grid and files are shown (operations §4.9)."""
    ended = command(data, "telemetry", "capture", "monday", "--metric", "served")
    lines = ended.text.splitlines()
    assert (ended.code, lines[0]) == (0, "Capture made: monday")
    assert lines[1].endswith("telemetry/monday")
    assert lines[2].endswith("4 bins of 5 minutes, 2025-01-01T00:00:00Z to 2025-01-01T00:20:00Z")
    assert lines[4].split() == ["file", "node", "metric", "unit", "points", "missing"]
    assert lines[5].split() == [
        *("OrderService_served.csv", "OrderService", "Served"),
        *("entities/bin", "4", "0"),
    ]
    assert (data / "telemetry" / "monday" / "manifest.json").is_file()


def test_a_capture_for_programs(data: Path) -> None:
    """With --json the answer is the body of the API and a line end (operations §4.4)."""
    words = ["--gaps", "IGNORE", "--fill-nan", "--capture-key", "k"]
    printed = command(data, "telemetry", "capture", "monday", *words, "--json")
    with Service(data, clock=FixedClock()) as service:
        members = {
            "source": {"type": "run", "runId": "monday"},
            "gaps": {"mode": "ignore", "fillNaN": True},
            "output": {"captureKey": "k", "overwrite": True},
        }
        answer = service.post("/v1/telemetry/captures", members)
    assert printed.out == answer.content + b"\n"
    manifest = json.loads((data / "telemetry" / "k" / "manifest.json").read_bytes())
    assert manifest["gaps"] == {"mode": "ignore", "fillNaN": True}


def test_a_dry_run(data: Path) -> None:
    """A dry run says so and leaves nothing (telemetry §6.1)."""
    lines = command(data, "telemetry", "capture", "monday", "--dry-run").text.splitlines()
    assert lines[:2] == ["Nothing was written.", "A capture would be made: monday"]
    assert not (data / "telemetry").exists()


def test_overwriting_and_quiet(data: Path) -> None:
    """A taken key fails unless overwriting is asked for; --quiet prints the key alone (operations §4.1)."""
    assert command(data, "telemetry", "capture", "monday", "--quiet").text == "monday"
    again = command(data, "telemetry", "capture", "monday")
    assert (again.code, again.out) == (1, b"")
    assert again.err.startswith("error[capture_exists]: ")
    assert command(data, "telemetry", "capture", "monday", "--overwrite", "--quiet").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["monday", "--metric", "sered"], "did you mean 'Served'?"),
        (["monday", "--gaps", "guess"], "--gaps"),
        ([], "RUN"),
    ],
)
def test_wrong_words_are_mistakes_of_the_command(data: Path, words: list[str], said: str) -> None:
    """Unknown metrics and modes are usage errors (telemetry §11, operations §4.2)."""
    ended = command(data, "telemetry", "capture", *words)
    assert (ended.code, ended.err.startswith("error[usage]: "), said in ended.err) == (2, True, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["tuesday"], "run_not_found"),
        (["../x"], "run_id_invalid"),
        (["monday", "--capture-key", "../x"], "capture_key_invalid"),
        (["monday", "--metric", "attempts"], "capture_invalid"),
    ],
)
def test_failures(data: Path, words: list[str], code: str) -> None:
    """Failures have the codes of the API and leave nothing (api §11.3, operations §4.2)."""
    ended = command(data, "telemetry", "capture", *words, "--json")
    assert (ended.code, json.loads(ended.out)["code"]) == (1, code)
    assert not (data / "telemetry").exists()


def test_captures_go_to_the_first_root(data: Path, tmp_path: Path) -> None:
    """With roots of captures set, the first one takes the capture (telemetry §2.1, §2.3)."""
    env = {"FLOWTIME_CAPTURE_ROOTS": str(tmp_path / "elsewhere")}
    ended = command(data, "telemetry", "capture", "monday", env=env)
    assert ended.text.splitlines()[1].endswith("elsewhere/monday")
    assert (tmp_path / "elsewhere" / "monday" / "manifest.json").is_file()
