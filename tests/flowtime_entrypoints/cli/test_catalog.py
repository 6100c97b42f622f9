"""`flowtime catalog`."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with two runs and a directory that cannot be read."""
    for name in ("a", "b"):
        words = ["run", "--model", "-", "--run-id", name, "--quiet"]
        assert command(tmp_path, *words, stdin=clinic_desk.MODEL_YAML).code == 0
    (tmp_path / "runs" / "broken").mkdir()
    return tmp_path


def test_rebuild_for_programs(data: Path) -> None:
    """The numbers of runs and of corrupt ones, and the time it took; exit code 0 (operations §4.10)."""
    (data / "catalog.db").unlink()
    ended = command(data, "catalog", "rebuild", "--json")
    assert ended.code == 0
    assert json.loads(ended.out) == {"runs": 3, "corrupt": 1, "elapsedMs": 1.0}


def test_rebuild_for_people(data: Path) -> None:
    """The corrupt runs are listed, and what was done (operations §4.10)."""
    assert command(data, "catalog", "rebuild").text.splitlines() == [
        "broken: corrupt",
        "Catalog rebuilt: 3 runs, 1 corrupt, in 1 ms.",
    ]
    assert command(data, "catalog", "rebuild", "--quiet").text == "broken"


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 999])
def test_nothing_is_lost_with_the_catalog(data: Path, content: bytes | None) -> None:
    """Whatever happens to the file of the catalog, the runs are listed (runs §10.3)."""
    before = command(data, "runs", "list", "--status", "all", "--json").out
    for suffix in ("", "-wal", "-shm"):
        (data / f"catalog.db{suffix}").unlink(missing_ok=True)
    if content is not None:
        (data / "catalog.db").write_bytes(content)
    assert command(data, "runs", "list", "--status", "all", "--json").out == before


def test_events_of_a_rebuild(data: Path) -> None:
    """What was swept and what was rebuilt is told, with the reason (operations §2.6)."""
    (data / "runs" / ".tmp-x-00000000").mkdir()
    env = {"FLOWTIME_LOG_LEVEL": "info", "FLOWTIME_LOG_FORMAT": "json"}
    swept, rebuilt = map(json.loads, command(data, "catalog", "rebuild", env=env).err.splitlines())
    assert (swept["event"], swept["eventId"], swept["level"], swept["path"]) == (
        *("TemporarySwept", 4101),
        *("warning", "runs/.tmp-x-00000000"),
    )
    assert (rebuilt["event"], rebuilt["eventId"], rebuilt["level"]) == ("CatalogRebuilt", 4103, "info")
    assert {name: rebuilt[name] for name in ("runs", "corrupt", "reason", "elapsedMs")} == {
        "runs": 3,
        "corrupt": 1,
        "reason": "requested",
        "elapsedMs": 1.0,
    }
    assert "runId" not in rebuilt


def test_locked_catalog(data: Path) -> None:
    """While another process holds the catalog runs are listed and made, with warnings (runs §7.5, §10.3)."""
    with closing(sqlite3.connect(data / "catalog.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        env = {"FLOWTIME_LOG_LEVEL": "warning", "FLOWTIME_LOG_FORMAT": "json"}
        words = ["run", "--model", "-", "--run-id", "c", "--quiet"]
        made = command(data, *words, stdin=clinic_desk.MODEL_YAML, env=env)
        assert (made.code, made.text) == (0, "c")
        (warning,) = map(json.loads, made.err.splitlines())
        assert (warning["event"], warning["eventId"], warning["level"]) == (
            *("CatalogUnavailable", 4110),
            "warning",
        )
        assert warning["runId"] == "c"
        listed = command(data, "runs", "list", "--quiet")
        assert listed.text.split() == ["a", "b", "c"]
        ended = command(data, "catalog", "rebuild")
        assert (ended.code, ended.out) == (1, b"")
        assert ended.err.startswith("error[store_unavailable]: ")
    assert command(data, "runs", "list", "--quiet").text.split() == ["a", "b", "c"]


def test_runs_elsewhere_have_no_row(data: Path, tmp_path: Path) -> None:
    """A run outside of the data root is in no catalog, and is listed where it lies (runs §10.3)."""
    elsewhere = tmp_path / "elsewhere"
    words = ["run", "--model", "-", "--run-id", "far", "--quiet", "--out", str(elsewhere)]
    assert command(data, *words, stdin=clinic_desk.MODEL_YAML).code == 0
    assert command(data, "runs", "list", "--quiet").text.split() == ["a", "b"]
    assert command(data, "runs", "list", "--quiet", "--runs-dir", str(elsewhere)).text == "far"
    assert [path.name for path in elsewhere.iterdir()] == ["far"]
