"""`flowtime run`."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import TEXTS, command, left_behind
from examples.replays import write_capture
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import Grid

DESK = str(clinic_desk.RUN_ID)
API = Path(__file__).parents[2] / "examples" / "api"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that run the worked example, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    Path("desk.yaml").write_bytes(clinic_desk.MODEL_YAML)
    return ["run", "--model", "desk.yaml", "--deterministic-run-id"]


def body_of(name: str) -> dict[str, Value]:
    body: dict[str, Value] = json.loads((API / f"{name}.json").read_text(encoding="utf-8"))
    return body


def test_what_a_person_sees(desk: list[str]) -> None:
    """A created run shows what it is, a table of nodes and a line for each series (operations §4.5)."""
    ended = command(Path("data"), *desk)
    assert (ended.code, ended.err) == (0, "")
    assert ended.text + "\n" == (TEXTS / "run_created.txt").read_text(encoding="utf-8")


def test_a_run_that_exists(desk: list[str]) -> None:
    """An equal run is reused and looks the same but for that word (operations §4.5)."""
    created = command(Path("data"), *desk).text
    reused = command(Path("data"), *desk).text
    assert "Run created" not in reused
    assert reused == created.replace("Run created", "Run reused")


def test_a_dry_run(desk: list[str]) -> None:
    """A dry run says that nothing was written, and shows the plan (operations §4.5)."""
    ended = command(Path("data"), *desk, "--dry-run")
    assert ended.text + "\n" == (TEXTS / "run_planned.txt").read_text(encoding="utf-8")
    assert not Path("data").exists()


def test_a_dry_run_of_a_run_that_exists(desk: list[str]) -> None:
    """A dry run tells that an existing run would answer, and its parameters (operations §4.5)."""
    command(Path("data"), *desk)
    assert f"This run exists and would be reused: {DESK}" in command(Path("data"), *desk, "--dry-run").text
    template = ["run", "--template-id", "order-system", "--dry-run"]
    text = command(Path("data"), *template, "--param", "bins=12").text
    assert "A run would be made: its id would be drawn" in text
    assert "bins = 12" in text
    assert "demandPattern = [120,121,122" in text
    assert max(map(len, text.splitlines())) < 400


@pytest.mark.parametrize(("flags", "body"), [([], "created"), (["--dry-run"], "planned")])
def test_the_body_of_the_api(desk: list[str], flags: list[str], body: str) -> None:
    """With --json the answer of the API is printed and a line end (operations §4.4, api §6.5, §6.6)."""
    ended = command(Path("data"), *desk, *flags, "--json")
    assert json.loads(ended.out) == body_of(body)
    assert ended.out.endswith(b"}\n")
    assert ended.out.count(b"\n") == 1


def test_only_the_id(desk: list[str]) -> None:
    """With --quiet only the run id is printed (operations §4.5)."""
    assert command(Path("data"), *desk, "--quiet").out == f"{DESK}\n".encode()
    assert command(Path("data"), *desk, "--quiet", "--dry-run").out == f"{DESK}\n".encode()


def test_a_model_from_standard_input(desk: list[str]) -> None:
    """A minus sign reads the model from standard input, and errors say so (operations §4.5)."""
    words = ["run", "--model", "-", "--deterministic-run-id"]
    assert f": {DESK}" in command(Path("data"), *words, stdin=clinic_desk.MODEL_YAML).text
    ended = command(Path("data"), *words, stdin=b"grid: [")
    assert ended.code == 1
    assert " --> <stdin>:1:" in ended.err


def test_options_of_the_request(desk: list[str]) -> None:
    """Flags become the members of the request (operations §4.5)."""
    words = desk[:-1]
    command(Path("data"), *words, "--run-id", "mine", "--seed", "7", "--out", "elsewhere/made")
    run = json.loads((Path("elsewhere/made/mine/run.json")).read_bytes())
    assert run["provenance"]["seed"] == 7
    again = command(Path("data"), *words, "--run-id", "mine", "--seed", "8", "--out", "elsewhere/made")
    assert again.code == 1
    assert again.err.startswith("error[run_exists]")
    replaced = ["--run-id", "mine", "--seed", "8", "--out", "elsewhere/made", "--overwrite"]
    assert command(Path("data"), *words, *replaced).code == 0


def test_wrong_members_of_the_request(desk: list[str]) -> None:
    """Flags that do not go together are errors of the request (operations §4.2, runs §2.1)."""
    ended = command(Path("data"), *desk, "--run-id", "mine", "--param", "bins=3", "--seed", "-1")
    assert ended.code == 1
    assert ended.err.count("error[conflicting_members]") == 2
    assert ended.err.count("error[out_of_range]") == 1


def test_modes_are_named(desk: list[str]) -> None:
    """A mode that does not exist is unknown, and known ones are named in any case (runs §2.1)."""
    ended = command(Path("data"), *desk, "--mode", "replay", "--json")
    assert ended.code == 1
    known = "Registered modes: 'simulation', 'telemetry'."
    assert ended.err == f"error[mode_unknown]: There is no mode 'replay'. {known}\n"
    assert json.loads(ended.out)["code"] == "mode_unknown"
    assert command(Path("data"), *desk, "--mode", "SIMULATION").code == 0


def test_a_capture_is_replayed(desk: list[str]) -> None:
    """With a capture the mode is telemetry, and the capture may lie in the working directory (runs §2.1)."""
    write_capture(Path("monday"), {"Desk:Arrivals": [4, 5, 6]})
    ended = command(Path("data"), *desk, "--capture-dir", "monday", "--json")
    body = json.loads(ended.out)
    assert (ended.code, body["metadata"]["mode"], body["canReplay"]) == (0, "telemetry", True)
    planned = json.loads(command(Path("data"), *desk, "--capture-dir", "monday", "--dry-run", "--json").out)
    assert planned["plan"]["files"] == [{"nodeId": "Desk", "metric": "Arrivals", "path": "Desk_arrivals.csv"}]
    assert planned["plan"]["wouldReuse"]


def test_parameters_are_bound_to_files(desk: list[str]) -> None:
    """Each --bind names a parameter and a file; another form is wrong usage (operations §4.5)."""
    grid = Grid(12, 5, "minutes", datetime(2025, 10, 7, tzinfo=UTC))
    write_capture(Path("monday"), {"OrderQueue:Arrivals": [4] * 12}, grid)
    words = ["run", "--template-id", "order-system", "--capture-dir", "monday", "--dry-run", "--json"]
    bind = ["--param", "bins=12", "--bind", "telemetryOrderArrivalsSource=OrderQueue_arrivals.csv"]
    plan = json.loads(command(Path("data"), *words, *bind).out)["plan"]
    assert plan["telemetryBindings"] == {"telemetryOrderArrivalsSource": "OrderQueue_arrivals.csv"}
    ended = command(Path("data"), *words, "--bind", "OrderQueue_arrivals.csv")
    assert (ended.code, "NAME=PATH" in ended.err) == (2, True)


def test_a_capture_and_a_mode_go_together(desk: list[str]) -> None:
    """Telemetry needs a capture, and simulation takes none; flags are named (runs §2.1, operations §4.3)."""
    needed = "error[required_member]: Mode 'telemetry' needs a capture; name it with '--capture-dir'.\n"
    assert command(Path("data"), *desk, "--mode", "telemetry").err == needed
    assert "error[required_member]" in command(Path("data"), *desk, "--bind", "a=b").err
    words = ["--mode", "simulation", "--capture-dir", "monday"]
    assert "error[conflicting_members]" in command(Path("data"), *desk, *words).err


def test_programs_get_the_words_of_the_api(desk: list[str]) -> None:
    """With --json a wrong request is told by its members, as over HTTP (operations §4.4)."""
    ended = command(Path("data"), *desk, "--mode", "telemetry", "--json")
    (finding,) = json.loads(ended.out)["errors"]
    assert finding["message"] == "Mode 'telemetry' needs 'telemetry.captureDirectory'."


def test_templates_of_the_user(desk: list[str]) -> None:
    """Own templates run like packaged ones, and their errors point into their files (operations §4.3)."""
    Path("own").mkdir()
    text = clinic_day("own-day")
    Path("own/own.yaml").write_text(text)
    words = ["run", "--template-id", "own-day", "--templates-dir", "own", "--run-id", "a"]
    assert command(Path("data"), *words).code == 0
    Path("own/own.yaml").write_text(text.replace("arrivals: visits", "arrivals: visit"))
    ended = command(Path("data"), *words)
    assert ended.code == 1
    assert " --> own/own.yaml:11:" in ended.err
    assert left_behind(Path("data")) == ["a"]


def clinic_day(template_id: str) -> str:
    path = Path(__file__).parents[2] / "examples" / "templates" / "clinic-day.yaml"
    return path.read_text(encoding="utf-8").replace("clinic-day", template_id)
