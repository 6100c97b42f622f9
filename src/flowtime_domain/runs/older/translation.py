"""The documents of an older bundle, said in the words of today's (runs §10.2).

Rule 1: run.json is asked first, then the documents beside it, then the model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard, final, get_args

from flowtime_domain.evaluation.finding import Severity
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import SECONDS_PER_UNIT, BinUnit, Grid
from flowtime_domain.model.published_series import SeriesKind
from flowtime_domain.model.tree import Tree, items_in, mapping_in, mappings_in, number_in, text_in
from flowtime_domain.runs.artifact_documents import GridDocument, Members, WarningDocument, plain_members
from flowtime_domain.runs.older.facts import (
    DEFAULT_CLASS,
    OlderProvenance,
    OlderRunFacts,
    OlderSeriesEntry,
)
from flowtime_domain.runs.older.model import OlderModel

ADHOC_MODEL: Final = "adhoc-model"
_SEVERITIES: Final = frozenset(get_args(Severity))
_KINDS: Final[dict[str, SeriesKind]] = {kind: kind for kind in get_args(SeriesKind)} | {"state": "stock"}
_STARTS: Final = (
    ("grid", "startTimeUtc"),
    ("grid", "start"),
    ("window", "start"),
    ("window", "startTimeUtc"),
)


@final
@dataclass(frozen=True, slots=True, eq=False)
class OlderDocuments:
    """The documents of an older bundle that say what a run is; metadata is empty where it is absent."""

    run: Tree
    manifest: Tree
    metadata: Tree
    model: OlderModel


def run_facts(run_id: str, documents: OlderDocuments) -> OlderRunFacts:
    """What the documents say of a run.

    Raises
    ------
    ValueError
        They do not say what every run has: a grid, a scenario hash and a moment of creation.
    """
    run, manifest, metadata = documents.run, documents.manifest, documents.metadata
    about = mapping_in(documents.model.written, "metadata")
    created = _moment(_first_text("createdUtc", run, manifest))
    scenario_hash = _first_text("scenarioHash", run, manifest)
    if created is None or scenario_hash is None:
        raise ValueError("there is no scenarioHash or no createdUtc")
    return OlderRunFacts(
        run_id=run_id,
        engine_version=text_in(run, "engineVersion"),
        mode=(text_in(metadata, "mode") or documents.model.mode or "simulation").lower(),
        template_id=text_in(metadata, "templateId") or text_in(about, "id") or ADHOC_MODEL,
        template_title=text_in(metadata, "templateTitle") or text_in(about, "title"),
        template_version=text_in(metadata, "templateVersion") or text_in(about, "version"),
        grid=GridDocument.of(run_grid(documents)),
        model_hash=_first_text("modelHash", run, metadata, manifest),
        scenario_hash=scenario_hash,
        created_utc=f"{created:%Y-%m-%dT%H:%M:%S.%fZ}",
        warnings=tuple(_warnings(run)),
        provenance=OlderProvenance(parameters(metadata), _whole(mapping_in(manifest, "rng"), "seed")),
    )


def parameters(metadata: Tree) -> Members:
    """The parameters that metadata.json tells of."""
    return plain_members(mapping_in(metadata, "parameters"))


def _first_text(key: str, *trees: Tree) -> str | None:
    return next((text for text in (text_in(tree, key) for tree in trees) if text), None)


def _whole(tree: Tree, key: str) -> int | None:
    number = number_in(tree, key)
    return int(number) if number is not None and number == number // 1 else None


def run_grid(documents: OlderDocuments) -> Grid:
    """The time grid of a run.

    Raises
    ------
    ValueError
        run.json has none, and the model neither.
    """
    for tree in (documents.run, documents.model.written):
        grid = mapping_in(tree, "grid")
        bins = _whole(grid, "bins")
        size, unit = _bin_length(grid)
        if bins and bins > 0 and size and size > 0 and unit is not None:
            return _with_start(Grid(bins, size, unit), documents)
    raise ValueError("there is no grid")


def _bin_length(grid: Tree) -> tuple[int | None, BinUnit | None]:
    """The length of a bin; the oldest bundles have minutes only."""
    if "binMinutes" in grid and "binSize" not in grid:
        return _whole(grid, "binMinutes"), "minutes"
    word = (text_in(grid, "binUnit") or "minutes").lower().removesuffix("s") + "s"
    unit: Any = word if word in SECONDS_PER_UNIT else None
    return _whole(grid, "binSize"), unit


def _with_start(grid: Grid, documents: OlderDocuments) -> Grid:
    for tree in (documents.run, documents.model.written):
        for section, key in _STARTS:
            start = _moment(text_in(mapping_in(tree, section), key))
            if start is not None:
                return _within_calendar(Grid(grid.bins, grid.bin_size, grid.bin_unit, start))
    return grid


def _within_calendar(grid: Grid) -> Grid:
    """The grid, without its start if no calendar has its end."""
    try:
        grid.time_of(grid.bins)
    except OverflowError:
        return Grid(grid.bins, grid.bin_size, grid.bin_unit)
    return grid


def _moment(text: str | None) -> datetime | None:
    """A moment in UTC, to the microsecond; None if the text is none."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _warnings(run: Tree) -> Iterator[WarningDocument]:
    """The warnings of run.json; older ones are plain texts."""
    for value in items_in(run, "warnings"):
        if isinstance(value, str):
            yield WarningDocument(
                code="run_warning", severity="info", message=value, node_id=None, bins=(), count=0
            )
        elif isinstance(value, dict):
            yield _warning(value)


def _warning(value: Tree) -> WarningDocument:
    severity: Any = text_in(value, "severity")
    bins = tuple(index for index in items_in(value, "bins") if _is_bin(index))
    return WarningDocument(
        code=text_in(value, "code") or "run_warning",
        severity=severity if severity in _SEVERITIES else "warning",
        message=text_in(value, "message") or "",
        node_id=text_in(value, "nodeId"),
        bins=bins,
        count=max(_whole(value, "count") or 0, len(bins)),
    )


def _is_bin(value: Value) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def series_entries(index: Tree, bins: int) -> Iterator[OlderSeriesEntry]:
    """The series of class `DEFAULT` in the order of series/index.json.

    Raises
    ------
    ValueError
        A series has no id, or not as many values as there are bins.
    """
    row = 0
    for _, entry in mappings_in(index, "series"):
        identifier = text_in(entry, "id")
        if not identifier:
            raise ValueError("a series has no id")
        if _class_of(entry, identifier) != DEFAULT_CLASS:
            continue
        if number_in(entry, "points") not in (bins, None):
            raise ValueError(f"series '{identifier}' has not one value for each bin")
        yield OlderSeriesEntry(
            id=identifier,
            kind=_KINDS.get((text_in(entry, "kind") or "").lower()),
            path=series_path(entry, identifier),
            row=row,
            unit=text_in(entry, "unit"),
            component_id=text_in(entry, "componentId"),
            points=bins,
            hash=text_in(entry, "hash"),
        )
        row += 1


def _class_of(entry: Tree, identifier: str) -> str:
    parts = identifier.split("@")
    return text_in(entry, "class") or (parts[2] if len(parts) > 2 else DEFAULT_CLASS)


def series_path(entry: Tree, identifier: str) -> str:
    """Where the CSV of a series lies: where the index says, else under its id."""
    return text_in(entry, "path") or f"series/{identifier}.csv"
