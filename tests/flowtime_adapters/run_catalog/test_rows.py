"""Runs as rows of a table."""

from datetime import datetime, timedelta, timezone

import pytest

from examples.catalog_rows import GRID, row
from flowtime_adapters.run_catalog.rows import (
    DamagedRowError,
    moment_text,
    row_of,
    state_of,
    stored_id,
    stored_marker,
    summary_of,
)
from flowtime_domain.ports.run_catalog import CatalogState
from flowtime_domain.runs.identity import RunId

SHOWN = 12


def test_a_row_stands_for_its_run() -> None:
    """A run comes back from its row, apart from what only comparisons need (runs §10.3)."""
    for run in (row("run_a", hour=1), row("run_b", hour=2, template_title="Straße", grid=GRID)):
        assert summary_of(row_of(run)[:SHOWN]) == run
    assert "strasse" in row_of(row("run_b", hour=2, template_title="Straße"))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, "../run"),
        (0, None),
        (1, "fine"),
        (1, None),
        (2, "noon"),
        (2, None),
        (2, "2025-03-03T08:00:00"),
        (2, "2025-03-03T08:00:00Z"),
        (3, None),
        (4, 7),
        (6, b"title"),
        (8, None),
        (8, "3"),
        (8, -1),
        (9, "{"),
        (9, "{}"),
        (9, 5),
    ],
)
def test_a_damaged_row_is_found(column: int, value: object) -> None:
    """A row that nobody has put is damage (runs §10.3)."""
    cells = list(row_of(row("run_a", hour=1, grid=GRID))[:SHOWN])
    cells[column] = value
    with pytest.raises(DamagedRowError):
        summary_of(tuple(cells))


def test_ids_are_checked() -> None:
    """No text becomes an id unchecked, not even one of a database (runs §3.7)."""
    assert stored_id("run_a") == RunId("run_a")
    with pytest.raises(DamagedRowError):
        stored_id("a/b")


def test_markers_are_checked() -> None:
    """A row without a marker would never be found out of step (runs §10.3)."""
    assert stored_marker("") == ""
    with pytest.raises(DamagedRowError):
        stored_marker(None)


def test_state_is_checked() -> None:
    """One row says how far the catalog is; what says otherwise is damage (runs §10.3)."""
    assert state_of([(None, "absent")]) == CatalogState(None, "absent")
    for rows in ([], [("", "absent"), ("", "absent")], [(7, "absent")], [("", None)]):
        with pytest.raises(DamagedRowError):
            state_of(rows)


def test_moments_sort_as_texts() -> None:
    """Moments of any offset and precision have texts of one length in UTC (runs §10.4)."""
    moments = [
        datetime(2025, 3, 3, 8, 0, 0, 5, tzinfo=timezone(timedelta(hours=1))),
        datetime(2025, 3, 3, 8, tzinfo=timezone(timedelta(0))),
        datetime(2025, 3, 3, 8, 0, 0, 1, tzinfo=timezone(timedelta(0))),
    ]
    texts = [moment_text(moment) for moment in moments]
    assert sorted(texts) == texts
    assert len({len(text) for text in texts}) == 1
