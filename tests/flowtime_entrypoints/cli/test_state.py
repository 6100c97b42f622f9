"""`flowtime state`."""

import json
from pathlib import Path

import pytest
import yaml

from examples import order_support
from examples.answers import example
from examples.commands import command
from examples.http_service import Service
from fakes.clock import FixedClock

RUN = order_support.RUN_ID
PATH = f"/v1/runs/{RUN}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the run of the worked example."""
    stdin = yaml.safe_dump(dict(order_support.MODEL)).encode()
    assert command(tmp_path, "run", "--model", "-", "--run-id", RUN, "--quiet", stdin=stdin).code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (["--bin", "1"], "state?binIndex=1"),
        (
            ["--bin", "3", "--node", "SupportQueue", "--node", "SupportQueue"],
            "state?binIndex=3&nodeIds=SupportQueue",
        ),
        (["--start-bin", "0", "--end-bin", "3"], "state_window?startBin=0&endBin=3"),
        (
            [
                *("--start-bin", "0", "--end-bin", "3", "--node", "SupportQueue"),
                *("--metric", "queue", "--metric", "latencyMinutes", "--metric", "color"),
            ],
            f"state_window?{order_support.WINDOW_QUERY}",
        ),
    ],
)
def test_the_state_for_programs(data: Path, words: list[str], path: str) -> None:
    """With --json the state is the bytes of the API and a line end (operations §4.4, state §1.2)."""
    printed = command(data, "state", RUN, *words, "--json").out
    with Service(data, clock=FixedClock()) as service:
        assert printed == service.get(f"{PATH}/{path}", Accept_Encoding="identity").content + b"\n"


def test_the_worked_example(data: Path) -> None:
    """Snapshot and window of the example come out member for member, in order (state §6.3, §6.4)."""
    snapshot = json.loads(command(data, "state", RUN, "--bin", "1", "--json").out)
    expected = {**example("snapshot"), "metadata": snapshot["metadata"]}
    assert json.dumps(snapshot) == json.dumps(expected)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--start-bin", "0"],
        ["--end-bin", "0"],
        ["--bin", "0", "--end-bin", "1"],
        ["--bin", "0", "--start-bin", "0", "--end-bin", "1"],
        ["--bin", "x"],
        ["--bin", "1.5"],
        ["--bin", "0", "--metric", "queue", "--json"],
    ],
)
def test_neither_form_or_both(data: Path, words: list[str]) -> None:
    """Neither form, both, and a bin that is no number are usage errors (operations §4.8)."""
    ended = command(data, "state", RUN, *words)
    assert ended.code == 2
    assert ended.err.startswith("error[usage]: ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--bin", "4"], "bin_out_of_range"),
        (["--bin", "-1"], "bin_out_of_range"),
        (["--bin", "0", "--node", "Suport"], "unknown_node"),
        (["--bin", "0", "--node", ""], "unknown_node"),
        (["--bin", "0", "--metric", "depth"], "unknown_metric"),
        (["--start-bin", "2", "--end-bin", "1"], "bin_out_of_range"),
        (["--start-bin", "0", "--end-bin", "1", "--metric", "depth"], "unknown_metric"),
    ],
)
def test_what_the_run_cannot_answer(data: Path, words: list[str], code: str) -> None:
    """What the run cannot answer ends with its code (operations §4.2, state §1.4)."""
    ended = command(data, "state", RUN, *words)
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.startswith(f"error[{code}]: ")


def test_a_problem_for_programs(data: Path) -> None:
    """With --json a failure is the problem of the API (operations §4.4)."""
    ended = command(data, "state", RUN, "--bin", "9", "--json")
    assert (ended.code, json.loads(ended.out)["code"]) == (1, "bin_out_of_range")
    assert command(data, "state", "..", "--bin", "9", "--json").code == 1


def test_another_directory_of_runs(data: Path, tmp_path: Path) -> None:
    """Runs of another directory are read from there (operations §4.7)."""
    ended = command(tmp_path / "empty", "state", RUN, "--bin", "0", "--runs-dir", str(data / "runs"))
    assert ended.code == 0


def test_reading_is_told(data: Path) -> None:
    """A read bin and a read window are events of the log (operations §2.6)."""
    env = {"FLOWTIME_LOG_LEVEL": "info", "FLOWTIME_LOG_FORMAT": "json"}
    one = command(data, "state", RUN, "--bin", "0", env=env).err
    many = command(data, "state", RUN, "--start-bin", "0", "--end-bin", "3", env=env).err
    assert (json.loads(one)["eventId"], json.loads(many)["eventId"]) == (3001, 3002)
    assert json.loads(many)["points"] == 72
