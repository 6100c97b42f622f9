"""The state of a run as a person sees it."""

from pathlib import Path

import pytest
import yaml

from examples import order_support
from examples.commands import command

RUN = order_support.RUN_ID


def created(data: Path, model: object) -> Path:
    stdin = yaml.safe_dump(model).encode()
    assert command(data, "run", "--model", "-", "--run-id", RUN, "--quiet", stdin=stdin).code == 0
    return data


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the run of the worked example."""
    return created(tmp_path, dict(order_support.MODEL))


def table(data: Path, *words: str) -> list[list[str]]:
    return [line.split() for line in command(data, "state", RUN, *words).text.splitlines()]


def test_a_snapshot(data: Path) -> None:
    """A bin is a table of nodes and the metrics that they define (operations §4.8)."""
    lines = table(data, "--bin", "1")
    assert lines[:2] == [["State:", RUN], ["bin", "1", "(00:05)"]]
    assert lines[3] == ["node", "metric", "value"]
    assert lines[4] == ["OrderService", "arrivals", "10"]
    assert ["OrderService", "utilization", "0.8571"] in lines
    assert ["OrderService", "color", "yellow"] in lines
    assert ["SupportQueue", "queueTimeMs", "500,000"] in lines
    assert len(lines) == 4 + 18 + 2


def test_a_part_of_a_snapshot(data: Path) -> None:
    """A table shows only the nodes and metrics that are named (operations §4.8)."""
    lines = table(data, "--bin", "1", "--metric", "queue", "--metric", "color", "--node", "SupportQueue")
    assert lines[4:] == [["SupportQueue", "queue", "10"], ["SupportQueue", "color", "red"]]


def test_a_window(data: Path) -> None:
    """A range of bins is a line for each series with first, last, peak and bars (operations §4.8)."""
    lines = table(data, "--start-bin", "1", "--end-bin", "3", "--node", "SupportQueue")
    assert lines[:2] == [["State:", RUN], ["bins", "1", "(00:05)", "to", "3", "(00:15)"]]
    assert lines[3] == ["node", "metric", "first", "last", "peak", "at"]
    assert ["SupportQueue", "queue", "10", "0", "20", "00:10", "=#_"] in lines
    assert ["SupportQueue", "errors", "0", "0", "0", "-", "___"] in lines


def test_colors_over_a_window(data: Path) -> None:
    """Colors are shown by name, the worst as the peak (operations §4.8)."""
    lines = table(data, "--start-bin", "0", "--end-bin", "3", "--metric", "color")
    assert lines[4] == ["OrderService", "color", "yellow", "red", "red", "00:10", "++##"]


def test_a_run_without_times(tmp_path: Path) -> None:
    """Without grid start bins are shown by their numbers, and what is null as a dash (operations §4.8)."""
    model = {
        "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "a", "values": [0, 0]}],
        "topology": {"nodes": [{"id": "Desk", "semantics": {"arrivals": "a", "served": "a"}}]},
    }
    data = created(tmp_path, model)
    assert table(data, "--bin", "1")[1] == ["bin", "1"]
    assert ["Desk", "throughputRatio", "-"] in table(data, "--bin", "1")
    lines = table(data, "--start-bin", "0", "--end-bin", "1")
    assert lines[1] == ["bins", "0", "to", "1"]
    assert ["Desk", "throughputRatio", "-", "-", "-", "-"] in lines
