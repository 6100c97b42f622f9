"""The time grid as stored documents write it."""

from typing import Annotated, Literal, Self, final

from pydantic import Field

from flowtime_domain.model.grid import BinUnit, Grid, utc_text
from flowtime_domain.runs.documents.artifact_document import ArtifactPart


@final
class GridDocument(ArtifactPart):
    """The grid of a run (runs §6.10); `end` is exclusive."""

    bins: Annotated[int, Field(ge=1)]
    bin_size: Annotated[int, Field(ge=1)]
    bin_unit: BinUnit
    start: str | None
    end: str | None
    timezone: Literal["UTC"]
    align: Literal["left"]

    @classmethod
    def of(cls, grid: Grid) -> Self:
        """The document of a grid."""
        return cls(
            bins=grid.bins,
            bin_size=grid.bin_size,
            bin_unit=grid.bin_unit,
            start=None if grid.start is None else utc_text(grid.start),
            end=None if grid.end is None else utc_text(grid.end),
            timezone="UTC",
            align="left",
        )
