"""The time grid of a document, within the limits (model §4)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.canonical_form import CanonicalForm
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import Grid, WrittenGrid
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.shaping import Shaping
from flowtime_domain.model.tree import mapping_in, number_in
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.model.written_as import WrittenAs

BINS_SETTING: Final = "FLOWTIME_MAX_BINS"
_LAST_MICROSECOND: Final = datetime.max.replace(tzinfo=UTC)


def read_grid(canonical: CanonicalForm, limits: ModelLimits, shaping: Shaping) -> Grid | None:
    """The grid, None if its shape is wrong or it is too large; findings go to `shaping`."""
    written = shaping.section(WrittenGrid, canonical.root, "grid")
    too_large = list(_beyond_limits(canonical, limits, shaping.written_as))
    shaping.errors.extend(too_large)
    if written is None or too_large:
        return None
    grid = Grid(written.bins, written.bin_size, written.bin_unit, canonical.start)
    if not _ends_in_time(grid):
        message = "The grid must end before year 10000: start earlier, or give it fewer or shorter bins."
        shaping.errors.append(shaping.written_as.error("grid_out_of_range", message, ("grid",)))
        return None
    return grid


def _beyond_limits(
    canonical: CanonicalForm, limits: ModelLimits, written_as: WrittenAs
) -> Iterator[DocumentError]:
    tree = mapping_in(canonical.root, "grid")
    for key, most, setting in (
        ("bins", limits.max_bins, BINS_SETTING),
        ("binSize", limits.max_bin_size, None),
    ):
        value: Value = number_in(tree, key)
        if isinstance(value, int) and value > most:
            yield written_as.error(
                "out_of_range",
                f"'{key}' is {shown_value(value)}; the limit is {most}{f' ({setting})' if setting else ''}.",
                ("grid", key),
                limit=most,
                requested=value,
                setting=setting,
            )


def _ends_in_time(grid: Grid) -> bool:
    if grid.start is None:
        return True
    return grid.bins * grid.bin_seconds <= (_LAST_MICROSECOND - grid.start) // timedelta(seconds=1)
