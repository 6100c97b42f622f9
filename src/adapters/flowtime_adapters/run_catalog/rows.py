"""Runs as rows of a table.

Rule 1: moments are texts of one length in UTC, so that they sort as what they stand for.
Rule 2: what is compared with case ignored is stored folded; the database itself folds ASCII alone.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias, final, get_args

from flowtime_adapters.run_catalog.footprints import row_footprint
from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.ports.run_catalog import CatalogQuery, CatalogState, RunFilter
from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunStatus, RunSummary

Row: TypeAlias = tuple[Any, ...]
Condition: TypeAlias = tuple[str, tuple[Any, ...]]
_SHOWN: Final = (
    "run_id",
    "status",
    "created",
    "marker",
    "mode",
    "template_id",
    "template_title",
    "template_version",
    "warning_count",
    "grid",
    "scenario_hash",
    "manifest_hash",
)
_FOLDED: Final = ("folded_mode", "folded_template_id", "folded_title")
_FILTERED: Final = ", ".join(_FOLDED)
SHOWN: Final = ", ".join(_SHOWN)
_STORED: Final = (*_SHOWN, *_FOLDED, "footprint")
_COLUMNS: Final = ", ".join(_STORED)
_PLACES: Final = ", ".join("?" * len(_STORED))

SCHEMA: Final = (
    f"CREATE TABLE runs ({_COLUMNS}, PRIMARY KEY (run_id))",
    # Filters are decided within the index; the table is read for the rows that are shown.
    f"CREATE INDEX runs_by_creation ON runs (created DESC, run_id, status, warning_count, {_FILTERED})",
    "CREATE INDEX runs_by_footprint ON runs (footprint)",
    "CREATE TABLE catalog (synchronised_with, made_because)",
)
STATE: Final = "SELECT synchronised_with, made_because FROM catalog"
FOOTPRINTS: Final = "SELECT coalesce(sum(footprint), 0) FROM runs"
# One text of all rows: a step for each would give other threads the word each time.
IDENTITIES: Final = (
    "SELECT group_concat(run_id || ' ' || substr(marker, 1, instr(marker, ' ')), char(10)) FROM runs"
)
PUT: Final = f"INSERT OR REPLACE INTO runs ({_COLUMNS}) VALUES ({_PLACES})"
REMOVE: Final = "DELETE FROM runs WHERE run_id = ? AND marker = ?"
_MARKED: Final = "run_id, marker"
_LARGEST: Final = 2**62
_STATUSES: Final = get_args(RunStatus)


@final
class DamagedRowError(Exception):
    """A row is none that was put."""


def row_of(run: RunSummary) -> Row:
    """The row of a run."""
    return (
        str(run.run_id),
        run.status,
        moment_text(run.created),
        run.marker,
        run.mode,
        run.template_id,
        run.template_title,
        run.template_version,
        run.warning_count,
        run.grid and json.dumps(run.grid.members()),
        run.scenario_hash,
        run.manifest_hash,
        *map(_folded, (run.mode, run.template_id, run.template_title)),
        row_footprint(str(run.run_id), run.marker),
    )


def summary_of(row: Row) -> RunSummary:
    """The run of a row.

    Raises
    ------
    DamagedRowError
        The row is none that was put.
    """
    run_id, status, created, marker, *texts, warnings, grid, scenario_hash, manifest_hash = row
    mode, template_id, title, version = texts
    try:
        moment = datetime.fromisoformat(created)
        read_grid = None if grid is None else GridDocument.model_validate_json(grid)
    except (ValueError, TypeError) as error:
        raise DamagedRowError("a row cannot be read") from error
    is_sound = (
        status in _STATUSES
        and moment.tzinfo is not None
        and created == moment_text(moment)
        and isinstance(marker, str)
        and isinstance(warnings, int)
        and warnings >= 0
        and all(isinstance(text, str | None) for text in (*texts, scenario_hash, manifest_hash))
    )
    if not is_sound:
        raise DamagedRowError("a row holds what nobody has put")
    return RunSummary(
        run_id=stored_id(run_id),
        status=status,
        created=moment,
        marker=marker,
        mode=mode,
        template_id=template_id,
        template_title=title,
        template_version=version,
        warning_count=warnings,
        grid=read_grid,
        scenario_hash=scenario_hash,
        manifest_hash=manifest_hash,
    )


def stored_id(text: str) -> RunId:
    """An id from a row.

    Raises
    ------
    DamagedRowError
        It is none.
    """
    try:
        return RunId(text)
    except (RunIdInvalidError, TypeError) as error:
        raise DamagedRowError("a row bears no run id") from error


def stored_marker(text: object) -> str:
    """A marker from a row.

    Raises
    ------
    DamagedRowError
        It is none.
    """
    if not isinstance(text, str):
        raise DamagedRowError("a row bears no marker")
    return text


def state_of(rows: Sequence[Row]) -> CatalogState:
    """How far the catalog is, from the only row that says so.

    Raises
    ------
    DamagedRowError
        There is no such row, another beside it, or it is none that was put.
    """
    if len(rows) != 1:
        raise DamagedRowError(f"{len(rows)} rows say how far it is")
    ((synchronised_with, made_because),) = rows
    if not isinstance(synchronised_with, str | None) or not isinstance(made_because, str):
        raise DamagedRowError("the row that says how far it is holds what nobody has put")
    return CatalogState(synchronised_with, made_because)


def markers_of(wanted: CatalogQuery | Collection[RunId] | None) -> Condition:
    """The statement for the markers of all rows, of those of a query, or of those that are named."""
    if wanted is None:
        return f"SELECT {_MARKED} FROM runs", ()
    if isinstance(wanted, CatalogQuery):
        return selection(wanted, _MARKED)
    named = f"SELECT {_MARKED} FROM runs WHERE run_id IN (SELECT value FROM json_each(?))"
    return named, (json.dumps([str(run_id) for run_id in wanted]),)


def selection(query: CatalogQuery, columns: str = SHOWN) -> Condition:
    """The statement for the rows of a query, and its values."""
    filters = list(_conditions(query.filter))
    if query.after is not None:
        created, run_id = moment_text(query.after[0]), query.after[1]
        filters.append(("created <= ? AND (created < ? OR run_id > ?)", (created, created, run_id)))
    where, values = _where(filters)
    statement = f"SELECT {columns} FROM runs{where} ORDER BY created DESC, run_id LIMIT ? OFFSET ?"
    return statement, (*values, query.limit, min(query.offset, _LARGEST))


def count(wanted: RunFilter) -> Condition:
    """The statement that counts the rows that pass a filter, and its values."""
    where, values = _where(list(_conditions(wanted)))
    return f"SELECT count(*) FROM runs{where}", values


def _where(filters: list[Condition]) -> Condition:
    if not filters:
        return "", ()
    conditions = " AND ".join(f"({condition})" for condition, _ in filters)
    return f" WHERE {conditions}", tuple(value for _, values in filters for value in values)


def _conditions(wanted: RunFilter) -> Iterator[Condition]:
    if wanted.status is not None:
        yield "status = ?", (wanted.status,)
    if wanted.mode is not None:
        yield "folded_mode = ?", (wanted.mode.casefold(),)
    if wanted.template_id is not None:
        yield "folded_template_id = ?", (wanted.template_id.casefold(),)
    if wanted.has_warnings is not None:
        yield "(warning_count > 0) = ?", (wanted.has_warnings,)
    if wanted.created_after is not None:
        yield "created >= ?", (moment_text(wanted.created_after),)
    if wanted.created_before is not None:
        yield "created < ?", (moment_text(wanted.created_before),)
    if wanted.text is not None:
        # What is folded only now is asked last.
        texts = ("folded_template_id", "folded_title", "lower(run_id)")
        condition = " OR ".join(f"instr({text}, ?)" for text in texts)
        yield condition, (wanted.text.casefold(),) * len(texts)


def moment_text(moment: datetime) -> str:
    """A moment as it is stored.

    Examples
    --------
    >>> moment_text(datetime(2025, 3, 3, 8, tzinfo=UTC))
    '2025-03-03T08:00:00.000000+00:00'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _folded(text: str | None) -> str | None:
    return None if text is None else text.casefold()
