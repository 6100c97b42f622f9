"""Which runs `flowtime runs list` shows, and how."""

import json
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command

DESK = str(clinic_desk.RUN_ID)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the run of the worked example, one of a template, and one that cannot be read."""
    words = ["run", "--model", "-", "--deterministic-run-id", "--quiet"]
    assert command(tmp_path, *words, stdin=clinic_desk.MODEL_YAML).code == 0
    assert command(tmp_path, "run", "--template-id", "order-system", "--run-id", "a").code == 0
    (tmp_path / "runs" / "broken").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ([], {"a", DESK}),
        (["--mode", "SIMULATION"], {"a", DESK}),
        (["--mode", "telemetry"], set()),
        (["--template-id", "Order-System"], {"a"}),
        (["--status", "corrupt"], {"broken"}),
        (["--status", "all"], {"a", "broken", DESK}),
        (["--no-warnings"], {DESK}),
        (["--has-warnings"], {"a"}),
        (["--created-after", "2025-11-05"], set()),
        (["--created-before", "2025-11-04T08:15:04"], {"a", DESK}),
        (["--q", "DESK"], {DESK}),
    ],
)
def test_chosen_runs(data: Path, flags: list[str], found: set[str]) -> None:
    """Each flag chooses runs as the query parameter of the API does (operations §4.7, api §7.1)."""
    body = json.loads(command(data, "runs", "list", *flags, "--json").out)
    assert {item["runId"] for item in body["items"]} == found
    assert body["totalCount"] == len(found)
    assert set(command(data, "runs", "list", *flags, "--quiet").text.split()) == found


def test_runs_of_any_status_show_it(data: Path) -> None:
    """A list that may hold corrupt runs says of each what it is (operations §4.7)."""
    title, *rows = command(data, "runs", "list", "--status", "all").text.splitlines()
    assert title.split()[-1] == "status"
    assert {(row.split()[0], row.split()[-1]) for row in rows} == {
        ("a", "complete"),
        (DESK, "complete"),
        ("broken", "corrupt"),
    }
    broken = next(row for row in rows if row.startswith("broken"))
    assert broken.split()[3:] == ["-", "-", "-", "-", "corrupt"]


def test_more_runs_than_a_page_holds(data: Path) -> None:
    """A list that does not show every run says how to see more (operations §4.7)."""
    for number in range(49):
        (data / "runs" / f"empty_{number}").mkdir()
    shown = command(data, "runs", "list", "--status", "all").text
    assert shown.endswith("50 of 52 runs; '--limit' shows more.")


@pytest.mark.parametrize(
    ("flags", "pointer"),
    [
        (["--status", "gone"], "/status"),
        (["--created-after", "noon"], "/createdAfter"),
        (["--created-before", ""], "/createdBefore"),
        (["--q", ""], "/q"),
    ],
)
def test_wrong_words(data: Path, flags: list[str], pointer: str) -> None:
    """Wrong values are errors of the query (api §7.1)."""
    ended = command(data, "runs", "list", *flags)
    assert (ended.code, ended.out) == (1, b"")
    assert f" --> {pointer}" in ended.err
