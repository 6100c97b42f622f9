"""`flowtime runs`."""

import json
import sys
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command, left_behind
from flowtime_entrypoints.cli import session as sessions

DESK = str(clinic_desk.RUN_ID)
API = Path(__file__).parents[2] / "examples" / "api"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data root with the run of the worked example."""
    monkeypatch.chdir(tmp_path)
    words = ["run", "--model", "-", "--deterministic-run-id", "--quiet"]
    assert command(Path("data"), *words, stdin=clinic_desk.MODEL_YAML).code == 0
    return Path("data")


def test_the_list_for_programs(data: Path) -> None:
    """With --json the list is the answer of the API (operations §4.7, api §7.2)."""
    ended = command(data, "runs", "list", "--json")
    assert json.loads(ended.out) == json.loads((API / "listed.json").read_text(encoding="utf-8"))


def test_the_list_for_people(data: Path) -> None:
    """The list shows what each run is (operations §4.7)."""
    title, row, *_ = command(data, "runs", "list").text.splitlines()
    assert title.split() == ["run", "created", "template", "mode", "grid", "warnings"]
    assert row.split() == [
        *(DESK, "2025-11-04", "08:15", "clinic-desk", "1.2.0", "simulation"),
        *("3", "bins", "of", "15", "minutes", "0"),
    ]
    assert command(data, "runs", "list", "--quiet").text == DESK


@pytest.mark.parametrize(("width", "titles"), [(72, "run created template"), (44, "run template")])
def test_ids_are_whole_in_a_narrow_terminal(
    data: Path, monkeypatch: pytest.MonkeyPatch, width: int, titles: str
) -> None:
    """In little room columns are left out, so that ids can be copied (operations §4.7)."""
    monkeypatch.setenv("COLUMNS", str(width))
    title, row, *_ = command(data, "runs", "list").text.splitlines()
    assert (title.split(), row.split()[0]) == (titles.split(), DESK)


def test_no_runs(tmp_path: Path) -> None:
    """An empty data root has no runs (operations §4.7)."""
    assert command(tmp_path, "runs", "list").text == "There are no runs."
    assert command(tmp_path, "runs", "list", "--quiet").out == b""


def test_no_runs_of_those_asked_for(data: Path) -> None:
    """Where flags leave no run, the list does not say that there is none (operations §4.7)."""
    assert command(data, "runs", "list", "--q", "nobody").text == "No run is as the flags say."


def test_pages(data: Path) -> None:
    """A list goes on where the last page ended (operations §4.7, api §7.1)."""
    command(data, "run", "--template-id", "transportation-basic", "--run-id", "a", "--quiet")
    first = json.loads(command(data, "runs", "list", "--limit", "1", "--json").out)
    cursor = first["nextCursor"]
    second = json.loads(command(data, "runs", "list", "--limit", "1", "--cursor", cursor, "--json").out)
    assert [page["items"][0]["runId"] for page in (first, second)] == ["a", DESK]
    shown = command(data, "runs", "list", "--limit", "1").text
    assert shown.endswith(f"1 of 2 runs; '--limit 1 --cursor {cursor}' shows the next.")


@pytest.mark.parametrize("flags", [["--limit", "0"], ["--limit", "x"], ["--cursor", "x"]])
def test_wrong_pages(data: Path, flags: list[str]) -> None:
    """Wrong numbers and cursors are errors of the query (api §7.1)."""
    ended = command(data, "runs", "list", *flags)
    assert ended.code == 1
    assert f" --> /{flags[0].removeprefix('--')}" in ended.err


def test_one_run(data: Path) -> None:
    """A stored run shows what its creation showed (operations §4.7)."""
    created = command(
        Path("other"), "run", "--model", "-", "--deterministic-run-id", stdin=clinic_desk.MODEL_YAML
    )
    shown = command(data, "runs", "show", DESK)
    assert shown.text == created.text.replace("Run created", "Run").replace("other/", "data/")
    assert "Run created" not in shown.text
    assert command(data, "runs", "show", DESK, "--quiet").text == DESK


def test_one_run_for_programs(data: Path) -> None:
    """With --json a run is the answer of the API (operations §4.4, api §8.1)."""
    ended = command(data, "runs", "show", DESK, "--json")
    assert json.loads(ended.out) == json.loads((API / "created.json").read_text(encoding="utf-8"))


def test_one_series(data: Path) -> None:
    """A series is printed as its CSV, by name or id (operations §4.7, runs §6.8)."""
    for series in ("desk_queue", "desk_queue@DESK_QUEUE@DEFAULT"):
        assert command(data, "runs", "series", DESK, series).out == b"t,value\n0,0\n1,6\n2,0\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["runs", "show", "nobody"], "run_not_found"),
        (["runs", "show", "../data"], "run_id_invalid"),
        (["runs", "show", "compare"], "run_id_invalid"),
        (["runs", "series", DESK, "desk_quue"], "series_not_found"),
    ],
)
def test_what_is_not_there(data: Path, words: list[str], code: str) -> None:
    """Unknown runs and series are told with their code (operations §4.3)."""
    ended = command(data, *words)
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.startswith(f"error[{code}]: ")


def test_a_corrupt_run(data: Path) -> None:
    """A run that does not verify is told with what is wrong (operations §4.3, runs §9.4)."""
    (data / "runs" / DESK / "spec.yaml").write_bytes(b"changed")
    ended = command(data, "runs", "show", DESK)
    assert ended.code == 1
    assert f"\nerror[run_corrupt]: Run '{DESK}' does not verify" in ended.err
    assert " --> spec.yaml" in ended.err


def test_another_directory_of_runs(data: Path) -> None:
    """Another directory of runs can be looked at (operations §4.7)."""
    words = ["--runs-dir", "data/runs"]
    assert DESK in command(Path("other"), "runs", "list", *words).text
    assert DESK in command(Path("other"), "runs", "show", DESK, *words).text
    assert command(Path("other"), "runs", "series", DESK, "visits", *words).code == 0


def test_deleting_runs(data: Path) -> None:
    """Named runs are deleted, corrupt ones too; programs are told which (operations §4.7)."""
    command(data, "run", "--template-id", "transportation-basic", "--run-id", "a", "--quiet")
    (data / "runs" / "b").mkdir()
    ended = command(data, "runs", "delete", DESK, "b", DESK, "--yes", "--json")
    assert (ended.code, json.loads(ended.out)) == (0, {"deleted": [DESK, "b"]})
    assert left_behind(data) == ["a"]
    assert command(data, "runs", "delete", "a", "--yes").text == "Run deleted: a"
    assert command(data, "runs", "list").text == "There are no runs."


def test_deleting_elsewhere(data: Path) -> None:
    """Runs of another directory can be verified and deleted (operations §4.7)."""
    words = ["--runs-dir", "data/runs"]
    assert command(Path("other"), "runs", "verify", "--all", *words).code == 0
    assert command(Path("other"), "runs", "delete", DESK, "--yes", "--quiet", *words).text == DESK
    assert left_behind(data) == []
    assert command(data, "runs", "list", "--quiet").out == b""


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([DESK], 2, "error[usage]: Deleting needs '--yes' where nobody can be asked."),
        (["--yes"], 2, "error[usage]: "),
        ([DESK, "nobody", "--yes"], 1, "error[run_not_found]: "),
        ([DESK, "a..b", "--yes", "--json"], 1, "error[run_id_invalid]: "),
    ],
)
def test_what_is_not_deleted(data: Path, words: list[str], code: int, message: str) -> None:
    """A wrong call deletes nothing, not even the runs that are there (operations §4.2, §4.7)."""
    ended = command(data, "runs", "delete", *words)
    assert ended.code == code
    assert ended.err.startswith(message)
    assert left_behind(data) == [DESK]


@pytest.mark.parametrize(
    ("answer", "code", "left"), [(b"y\n", 0, []), (b"n\n", 1, [DESK]), (b"", 130, [DESK])]
)
def test_a_person_is_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, code: int, left: list[str]
) -> None:
    """On a terminal a person is asked before anything is deleted (operations §4.7)."""
    monkeypatch.setattr(sessions, "is_terminal", lambda stream: stream is sys.stdin)
    ended = command(data, "runs", "delete", DESK, stdin=answer)
    assert ended.code == code
    assert f"Delete {DESK}?" in ended.err
    assert left_behind(data) == left
