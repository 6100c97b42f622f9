from datetime import UTC, datetime

import pytest

from examples.readings import found, placed, read

NODES = "nodes: [{id: a, values: 1}]\n"
MEASURES = "bins: 2, binSize: 1, binUnit: hours"


def test_a_window_stands_for_an_absent_grid():
    """`bins`, `binSize` and `binUnit` of `window` are the grid when `grid` is absent (model §3.3)."""
    grid = read(NODES + "grid: null\nwindow: {bins: 3, binSize: 1, binUnit: Day}").grid
    assert (grid.bins, grid.bin_unit) == (3, "days")


def test_errors_of_a_grid_in_the_window_point_there():
    """Pointers lead into the document as written (model §2.5)."""
    assert placed(NODES + "window: {bins: 0, binUnit: Day}") == [
        ("required_key", "/window", 2, 9),
        ("out_of_range", "/window/bins", 2, 16),
    ]


def test_a_grid_beside_an_equal_window_is_fine():
    """Two spellings are equal when their canonical values are (ruling 20)."""
    text = f"{NODES}grid: {{{MEASURES}}}\nwindow: {{bins: 2.0, binUnit: Hour}}"
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "pointer", "column"),
    [
        (f"grid: {{{MEASURES}}}\nwindow: {{bins: 3}}", "/window/bins", 10),
        (f"window: {{bins: 3}}\ngrid: {{{MEASURES}}}", "/grid/bins", 8),
    ],
)
def test_the_later_of_two_grids_is_pointed_at(text, pointer, column):
    """With `grid` present, keys of `window` that differ are a conflict at the later key (ruling 20)."""
    assert placed(NODES + text) == [("key_conflict", pointer, 3, column)]


@pytest.mark.parametrize(
    "text",
    [
        f"grid: {{{MEASURES}, start: 2025-01-06}}",
        f"grid: {{{MEASURES}, startTimeUtc: 2025-01-06T00:00Z}}",
        f"grid: {{{MEASURES}}}\nwindow: {{start: 2025-01-06, timezone: utc}}",
        f"window: {{{MEASURES}, startTimeUtc: '2025-01-06 00:00:00+00:00'}}",
        f"grid: {{{MEASURES}, start: 2025-01-06}}\nwindow: {{start: 2025-01-06T00:00}}",
    ],
)
def test_every_spelling_of_the_start_is_read(text):
    """The start is the first of its spellings that is present; equal ones agree (model §4.3)."""
    assert read(NODES + text).grid.start == datetime(2025, 1, 6, tzinfo=UTC)


def test_a_model_may_have_no_start():
    """Without a start bins have no times (model §4.3)."""
    assert read(f"{NODES}grid: {{{MEASURES}, start: null}}").grid.start is None


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        (f"grid: {{{MEASURES}, start: soon}}", [("start_invalid", "/grid/start")]),
        (f"grid: {{{MEASURES}, start: 2025}}", [("invalid_type", "/grid/start")]),
        (
            f"grid: {{{MEASURES}}}\nwindow: {{startTimeUtc: '2025-01-01T00:00+02:00'}}",
            [("start_not_utc", "/window/startTimeUtc")],
        ),
        (
            f"window: {{start: 2025-01-02}}\ngrid: {{{MEASURES}, start: 2025-01-01}}",
            [("grid_start_conflict", "/grid/start")],
        ),
        (
            f"grid: {{{MEASURES}, start: 2025-01-01, startTimeUtc: 2025-01-02}}",
            [("grid_start_conflict", "/grid/startTimeUtc")],
        ),
        (
            "window: {start: 2025-01-03, startTimeUtc: 2025-01-04}\n"
            f"grid: {{{MEASURES}, start: 2025-01-01, startTimeUtc: 2025-01-03}}",
            [("grid_start_conflict", "/window/startTimeUtc"), ("grid_start_conflict", "/grid/start")],
        ),
        (f"grid: {{{MEASURES}}}\nwindow: {{timezone: CET}}", [("timezone_not_utc", "/window/timezone")]),
        (f"grid: {{{MEASURES}}}\nwindow: {{timezone: 1}}", [("invalid_type", "/window/timezone")]),
        (f"grid: {{{MEASURES}}}\nwindow: 2025-01-01", [("invalid_type", "/window")]),
        (f"grid: {{{MEASURES}}}\nwindow: {{begin: null}}", [("unknown_key", "/window/begin")]),
    ],
)
def test_wrong_starts_and_windows_are_refused(text, errors):
    """Starts are instants in UTC that do not contradict each other (model §4.3)."""
    assert found(NODES + text) == errors
