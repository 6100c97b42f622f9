"""The canonical grid, gathered from `grid` and `window` (model §3.3, §4)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from flowtime_domain.model.canonical.mappings import MappingForm, form_of_shape
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.canonical.values import same_value
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.grid import WrittenGrid
from flowtime_domain.model.start_times import StartFault, start_instant
from flowtime_domain.model.value_words import shown_value

_MEASURES: Final = ("bins", "binSize", "binUnit")
_STARTS: Final[tuple[Path, ...]] = (
    ("grid", "start"),
    ("grid", "startTimeUtc"),
    ("window", "start"),
    ("window", "startTimeUtc"),
)
_WRITTEN_GRID: Final = form_of_shape(WrittenGrid)
_GRID: Final = MappingForm({**_WRITTEN_GRID.forms, "startTimeUtc": None}, {})
_WINDOW: Final = MappingForm(
    {"start": None, "timezone": None, "startTimeUtc": None, **{key: _GRID.forms[key] for key in _MEASURES}},
    {},
)
_START_MESSAGES: Final[Mapping[StartFault, str]] = {
    "start_invalid": "{text} is no start; write for example 2025-01-06 or 2025-01-06T08:00:00Z.",
    "start_not_utc": "{text} is not in UTC; write it with 'Z' or without an offset.",
}


def canonical_grid(root: Mapping[str, Value], rewriting: Rewriting) -> Value:
    """The written grid without its start, None where there is none; every finding is reported.

    The result may have any shape, as every canonical value.
    """
    window = _WINDOW(root.get("window", {}), ("window",), rewriting)
    if not isinstance(window, Mapping):
        rewriting.report("invalid_type", "Expected a mapping.", ("window",))
        window = {}
    _check_timezone(window, rewriting)
    grid = _GRID(root.get("grid"), ("grid",), rewriting)
    if grid is None and any(key in window for key in _MEASURES):
        rewriting.moved[("grid",)] = ("window",)
        return {key: window[key] for key in _MEASURES if key in window}
    if not isinstance(grid, Mapping):
        return grid
    for key in _MEASURES:
        if key in window and not (key in grid and same_value(window[key], grid[key])):
            places = (("grid", key), ("window", key))
            earlier, later = sorted(places, key=lambda path: _position(path, rewriting.document.root))
            rewriting.report_conflict("key_conflict", earlier, later)
    return {key: item for key, item in grid.items() if key in _MEASURES}


def canonical_start(rewriting: Rewriting) -> datetime | None:
    """The first start by the order of model §3.3; starts that are wrong or differ are reported, each once."""
    instants = list(_written_starts(rewriting))
    in_document = sorted(instants, key=lambda start: _position(start[0], rewriting.document.root))
    for path, instant in in_document[1:]:
        first_path, first = in_document[0]
        if instant != first:
            rewriting.report_conflict("grid_start_conflict", first_path, path)
    return instants[0][1] if instants else None


def _written_starts(rewriting: Rewriting) -> Iterator[tuple[Path, datetime]]:
    for path in _STARTS:
        mapping = rewriting.document.root.get(str(path[0]))
        text = mapping.get(str(path[1])) if isinstance(mapping, Mapping) else None
        if isinstance(text, str):
            instant = start_instant(text)
            if isinstance(instant, datetime):
                yield path, instant
            else:
                rewriting.report(instant, _START_MESSAGES[instant].format(text=shown_value(text)), path)
        elif text is not None:
            rewriting.report("invalid_type", "Expected a text such as 2025-01-06T08:00:00Z.", path)


def _check_timezone(window: Mapping[str, Value], rewriting: Rewriting) -> None:
    timezone = window.get("timezone")
    path = ("window", "timezone")
    if isinstance(timezone, str):
        if timezone.upper() != "UTC":
            rewriting.report(
                "timezone_not_utc", f"The time zone must be UTC, not {shown_value(timezone)}.", path
            )
    elif timezone is not None:
        rewriting.report("invalid_type", "Expected the text UTC.", path)


def _position(path: Path, root: Mapping[str, Value]) -> tuple[int, int]:
    """Where a key of a section comes in the document; one that is not there comes before the others."""
    outer, inner = str(path[0]), str(path[1])
    mapping = root[outer]
    keys = list(mapping) if isinstance(mapping, Mapping) else []
    return list(root).index(outer), keys.index(inner) if inner in keys else -1
