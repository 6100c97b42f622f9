"""A run as a person sees it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from examples.commands import TEXTS, foreseeable
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_entrypoints.cli.run_report import report_run, shown_path
from flowtime_entrypoints.cli.sparkline import ASCII, BLOCKS
from flowtime_entrypoints.settings import read_settings


def report(folder: Path, console: Console, **members: object) -> str:
    container = foreseeable(read_settings({"FLOWTIME_DATA_DIR": str(folder)}), None, with_metrics=False)
    request = read_run_request({"options": {"runId": "seen"}, **members})  # type: ignore[dict-item]
    report_run(console, container, container.create_run()(request).run, "Run created")
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


def terminal(width: int) -> Console:
    return Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None, highlight=False)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_run_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    """On a terminal of any width the tables fit, with bars and colours as words (operations §4.5)."""
    monkeypatch.chdir(tmp_path)
    shown = report(Path("data"), terminal(width), templateId="order-system")
    assert shown == (TEXTS / f"run_on_terminal_{width}.txt").read_text(encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= width


def test_bars_are_for_terminals(tmp_path: Path) -> None:
    """Block characters are printed only where they can be seen (operations §4.1)."""
    pipe = Console(file=io.StringIO(), width=120, highlight=False)
    shown = report(tmp_path, pipe, templateId="order-system")
    assert not set(shown) & set(BLOCKS)
    assert set(ASCII) & set(shown)


def test_a_run_without_places_and_times(tmp_path: Path) -> None:
    """Without topology there is no table of nodes, without a start bins are numbered (operations §4.5)."""
    model = {
        "grid": {"bins": 3, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "visits", "values": [1, 3, 2]}],
    }
    shown = report(tmp_path, terminal(80), model=model)
    assert "worst color" not in shown
    assert "visits      6     3  bin 1  ▄█▆" in shown
    assert "3 bins of 1 hour\n" in shown


def test_many_warnings(tmp_path: Path) -> None:
    """After 20 warnings the number of the others is told (operations §4.5)."""
    places = [
        {"id": f"Q{number}", "kind": "queue", "semantics": {"arrivals": "visits", "served": "visits"}}
        for number in range(25)
    ]
    model = {
        "grid": {"bins": 12, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "visits", "values": -1}],
        "topology": {"nodes": places},
    }
    shown = report(tmp_path, terminal(100), model=model)
    count = int(shown.partition(" warnings\n")[0].rpartition("\n")[2])
    assert count > 20
    assert shown.endswith(f"  ... and {count - 20} more\n")


def test_paths_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory below the current one is shown from here, any other in full (operations §4.5)."""
    monkeypatch.chdir(tmp_path)
    assert shown_path(tmp_path / "data" / "runs") == "data/runs"
    assert shown_path(Path("/elsewhere/runs")) == "/elsewhere/runs"
