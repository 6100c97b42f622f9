"""`flowtime telemetry import`."""

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from examples.commands import PROGRAM, command, environment
from examples.http_service import Service
from examples.imports import SINGLE, VISITS
from fakes.clock import FixedClock

SINGLE_FORM = ("--node", "Desk", "--metric", "arrivals")
GRID = ("--bin-size", "5", "--bin-unit", "minutes")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the worked example."""
    path = tmp_path / "visits.csv"
    path.write_text(VISITS)
    return path


def imported(file: Path, *words: str):
    return command(file.parent / "data", "telemetry", "import", str(file), *words)


def test_an_import_for_people(file: Path) -> None:
    """Directory, grid, alignment, files, rows, gaps by time and warnings are shown (operations §4.9)."""
    ended = imported(file, *SINGLE_FORM, *GRID, "--align", "data")
    assert ended.code == 0, ended.err
    lines = [" ".join(line.split()) for line in ended.text.splitlines()]
    assert lines[0] == "Capture made: visits"
    assert lines[1].endswith("telemetry/visits")
    assert lines[2:5] == [
        "grid 6 bins of 5 minutes, 2025-03-03T08:02:00Z to 2025-03-03T08:32:00Z, aligned to data",
        "timestamps 2025-03-03T08:02:00Z to 2025-03-03T08:27:00Z",
        "rows 6 read, 6 used, 1 repeating a timestamp",
    ]
    assert "Desk_arrivals.csv Desk Arrivals entities/bin 6 1" in lines
    assert "2025-03-03T08:17:00Z 2025-03-03T08:22:00Z 1 Desk Arrivals" in lines
    assert any(line.startswith("warning[data_gap]") for line in lines)
    content = (file.parent / "data" / "telemetry" / "visits" / "Desk_arrivals.csv").read_text()
    assert content == "bin_index,value\n0,4\n1,6\n2,5\n3,\n4,8\n5,9\n"


def test_an_import_for_programs(file: Path) -> None:
    """With --json the answer is the body of the API and a line end (operations §4.4)."""
    words = ["--gaps", "interpolate", "--capture-key", "k", "--align", "hour", "--aggregate", "max"]
    printed = imported(file, *SINGLE_FORM, *GRID, *words, "--json")
    with Service(file.parent / "data", clock=FixedClock()) as service:
        body = {
            "source": {"type": "upload", "name": "visits.csv", "content": VISITS},
            "series": SINGLE,
            "grid": {"binSize": 5, "binUnit": "minutes", "align": "hour"},
            "aggregate": "max",
            "gaps": {"mode": "interpolate"},
            "output": {"captureKey": "k", "overwrite": True},
        }
        answer = service.post("/v1/telemetry/captures", body)
    assert printed.out == answer.content + b"\n"


def test_the_wide_form(file: Path) -> None:
    """A series is named by column, node and metric; the last signs divide (telemetry §6.1)."""
    file.write_text("at;a=b;c\n2025-03-03;1;2\n")
    words = ["--series", "a=b=Desk:A:Served", "--series", "c=B:queuedepth"]
    ended = imported(file, *words, *GRID, "--timestamp-column", "at", "--delimiter", ";", "--json")
    files = json.loads(ended.out)["files"]
    assert [(each["nodeId"], each["metric"]) for each in files] == [("Desk:A", "Served"), ("B", "QueueDepth")]


def test_the_long_form(file: Path) -> None:
    """Columns tell node and metric of each row, or one metric holds for all (telemetry §6.1)."""
    file.write_text("timestamp,desk,what,value\n2025-03-03,A,served,1\n")
    by_column = ["--node-column", "desk", "--metric-column", "what", "--json"]
    one = ["--node-column", "desk", "--metric", "errors", "--overwrite", "--json"]
    found = [
        json.loads(imported(file, *words, *GRID).out)["files"][0]["metric"] for words in (by_column, one)
    ]
    assert found == ["Served", "Errors"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("visits.2025.csv", "visits.2025"), ("my visits (1).csv", "my_visits__1_"), ("visits", "visits")],
)
def test_the_key_is_the_name_of_the_file(tmp_path: Path, name: str, key: str) -> None:
    """The key is the name without extension, with other characters replaced (telemetry §2.1)."""
    (tmp_path / name).write_text(VISITS)
    ended = imported(tmp_path / name, *SINGLE_FORM, *GRID, "--quiet")
    assert (ended.code, ended.text) == (0, key)


@pytest.mark.parametrize("name", [".", "..", "/", ".visits.csv", "_visits.csv", "v" * 129 + ".csv"])
def test_names_that_are_no_keys(tmp_path: Path, name: str) -> None:
    """Where the name of the file gives no key, the flag that gives one is named (telemetry §2.1)."""
    ended = imported(tmp_path / name if name.endswith("csv") else Path(name), *SINGLE_FORM, *GRID)
    assert ended.code == 1
    assert ended.err.startswith("error[capture_key_invalid]: '")
    assert ended.err.endswith(" It was made of the file's name; '--capture-key' gives another.\n")


def test_a_key_that_is_given_wrongly(file: Path) -> None:
    """A key that a flag gave is told as it is (telemetry §2.1)."""
    ended = imported(file, *SINGLE_FORM, *GRID, "--capture-key", ".")
    assert ended.err.startswith("error[capture_key_invalid]: '.' is not a capture key: ")
    assert "file's name" not in ended.err


def test_a_dry_run_of_a_key_that_is_taken(file: Path) -> None:
    """A dry run fails where the import would; with --overwrite it tells the result (telemetry §6.1)."""
    words = (*SINGLE_FORM, *GRID, "--quiet")
    assert imported(file, *words).code == 0
    kept = {path: path.read_bytes() for path in file.parent.rglob("*.*") if path.is_file()}
    ended = imported(file, *words, "--dry-run")
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.startswith("error[capture_exists]: Capture 'visits' exists; ")
    assert imported(file, *words, "--gaps", "fill_zero", "--dry-run", "--overwrite").text == "visits"
    assert {path: path.read_bytes() for path in file.parent.rglob("*.*") if path.is_file()} == kept


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*SINGLE_FORM, "--bin-size", "5"), "--bin-unit: 'binUnit' is needed"),
        ((*SINGLE_FORM, *GRID, "--timezone", "Europe/Berlim"), "did you mean 'Europe/Berlin'?"),
        (
            ("--node", "Desk", "--metric", "arrival", *GRID),
            "--metric: There is no metric 'arrival'; did you mean",
        ),
        ((*GRID,), "--node: 'nodeId' is needed"),
        (("--series", "value", *GRID), "'--series' takes COLUMN=NODE:METRIC, got 'value'"),
        (("--series", "value=Desk:arrival", *GRID), "--series: There is no metric"),
        (("--series", "value=Desk:served", "--node", "Desk", *GRID), "'--node' is for a single series"),
        ((*SINGLE_FORM, *GRID, "--align", "month"), "--align: 'align' must be one of"),
        ((*SINGLE_FORM, *GRID, "--bins", "0"), "--bins: 'bins' must lie in"),
        ((*SINGLE_FORM, *GRID, "--aggregat", "sum"), "did you mean '--aggregate'?"),
    ],
)
def test_wrong_flags(file: Path, words: tuple[str, ...], told: str) -> None:
    """Wrong options are mistakes of the command line (telemetry §11, operations §4.2)."""
    ended = imported(file, *words)
    assert ended.code == 2
    assert ended.err.startswith("error[usage]: ")
    assert told in ended.err


def test_bad_rows_have_their_places(file: Path) -> None:
    """Each bad row is shown with its line and a caret under the cell (operations §4.3)."""
    file.write_text(VISITS + "2025-03-03 08:30:00,many\n" + "never,1\n" * 30)
    ended = imported(file, *SINGLE_FORM, *GRID)
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.splitlines()[:4] == [
        "error[value_unparsable]: Line 8, column 'value': 'many' is no number.",
        f" --> {file}:8:21",
        "8 | 2025-03-03 08:30:00,many",
        "  |                     ^",
    ]
    assert ended.err.splitlines()[-1] == "... and 11 more"
    assert not (file.parent / "data" / "telemetry").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is told by its name (telemetry §2.6)."""
    ended = imported(tmp_path / "none.csv", *SINGLE_FORM, *GRID)
    assert ended.code == 1
    assert ended.err.startswith("error[capture_artifact_missing]: There is no file")


def test_a_problem_for_programs(file: Path) -> None:
    """With --json a failure prints the problem as well (operations §4.4)."""
    file.write_text("time,value\n")
    ended = imported(file, *SINGLE_FORM, *GRID, "--json")
    body = json.loads(ended.out)
    assert (ended.code, body["code"], body["errors"][0]["code"]) == (1, "import_failed", "column_unknown")
    assert (body["errors"][0]["file"], body["errors"][0]["line"]) == ("visits.csv", 1)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_import_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """Whoever ends an import while it reads finds nothing half-written (telemetry §2.5)."""
    file = tmp_path / "visits.csv"
    lines = "".join(f"2025-03-03 08:{minute:02d}:00,{minute}\n" for minute in range(60))
    file.write_text("timestamp,value\n" + lines * 60_000)
    words = [PROGRAM, "telemetry", "import", str(file), *SINGLE_FORM, *GRID, "--timezone", "Europe/Berlin"]
    process = subprocess.Popen(words, env=environment(tmp_path / "data"), stderr=subprocess.PIPE)
    time.sleep(1.2)
    process.send_signal(number)
    process.communicate()
    assert process.returncode == (-number if number == signal.SIGKILL else 130)
    telemetry = tmp_path / "data" / "telemetry"
    assert not telemetry.exists() or list(telemetry.iterdir()) == []
