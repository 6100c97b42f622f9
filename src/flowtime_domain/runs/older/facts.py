"""What an older bundle says about its run, under the names of today's documents (runs §10.2).

Rule 1: what an older bundle does not say is None; nothing is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, final

from flowtime_domain.model.published_series import SeriesKind
from flowtime_domain.runs.artifact_documents import (
    FormatDocument,
    GridDocument,
    Members,
    WarningDocument,
)
from flowtime_domain.runs.documents.series_index_document import named_entry

DEFAULT_CLASS: Final = "DEFAULT"


@final
@dataclass(frozen=True, slots=True)
class OlderSeriesEntry:
    """A series of class `DEFAULT`; `row` is its place in the matrix that is made from the CSVs."""

    id: str
    kind: SeriesKind | None
    path: str
    row: int
    unit: str | None
    component_id: str | None
    points: int
    hash: str | None

    @property
    def name(self) -> str:
        """The id by which models refer to the series."""
        return self.id.partition("@")[0]

    def members(self) -> dict[str, Any]:
        """The entry as the index of a run shows it: no matrix is stored, so it has no row (api §8.4)."""
        return {
            "id": self.id,
            "kind": self.kind,
            "path": self.path,
            "row": None,
            "unit": self.unit,
            "componentId": self.component_id,
            "class": DEFAULT_CLASS,
            "points": self.points,
            "hash": self.hash,
        }


@final
@dataclass(frozen=True, slots=True)
class OlderProvenance:
    """What an older run was made from, as far as it says."""

    parameters: Members
    seed: int | None


@final
@dataclass(frozen=True, slots=True)
class OlderRunFacts:
    """What run.json says (runs §6.10), completed from the other documents of an older bundle."""

    run_id: str
    engine_version: str | None
    mode: str
    template_id: str
    template_title: str | None
    template_version: str | None
    grid: GridDocument
    model_hash: str | None
    scenario_hash: str
    created_utc: str
    warnings: tuple[WarningDocument, ...]
    provenance: OlderProvenance
    series: tuple[OlderSeriesEntry, ...] = ()

    @property
    def created(self) -> datetime:
        """The moment of creation, in UTC."""
        return datetime.fromisoformat(self.created_utc)


@final
@dataclass(frozen=True, slots=True)
class OlderMetadata:
    """What model/metadata.json says (runs §6.3); node sources name the file behind a series."""

    parameters: Members
    node_sources: Mapping[str, str]


@final
@dataclass(frozen=True, slots=True)
class OlderSeriesIndex:
    """Which series an older bundle holds (runs §6.7)."""

    grid: GridDocument
    series: tuple[OlderSeriesEntry, ...]

    def entry(self, series: str) -> OlderSeriesEntry:
        """The series of an id, or the first whose id starts with a name (api §8.5).

        Raises
        ------
        SeriesNotFoundError
            There is none; the nearest name is given.
        """
        return named_entry(self.series, series)

    def members(self) -> dict[str, Any]:
        """The index as a JSON value in the shape of today's."""
        text = FormatDocument(name="csv", path=None, dtype=None, shape=None, header="t,value")
        return {
            "schemaVersion": 1,
            "grid": self.grid.members(),
            "series": [entry.members() for entry in self.series],
            "formats": [text.members()],
        }
