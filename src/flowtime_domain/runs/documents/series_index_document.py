"""series/index.json: which series a run holds and in which row of the matrix each lies."""

from collections.abc import Sequence
from typing import Annotated, Literal, Protocol, TypeVar, final

from pydantic import Field

from flowtime_domain.errors import SeriesNotFoundError
from flowtime_domain.model.published_series import SeriesKind
from flowtime_domain.runs.documents.artifact_document import ArtifactDocument, ArtifactPart, Count, Hash
from flowtime_domain.runs.documents.grid_document import GridDocument


@final
class SeriesEntry(ArtifactPart):
    """One series; `path` is null if it has no CSV, `points` is its number of bins."""

    id: str
    kind: SeriesKind
    path: str | None
    row: Count
    unit: str
    component_id: str
    class_: Annotated[Literal["DEFAULT"], Field(alias="class")]
    points: Count
    hash: Hash

    @property
    def name(self) -> str:
        """The id by which models refer to the series."""
        return self.id.partition("@")[0]


@final
class FormatDocument(ArtifactPart):
    """How files of one format are laid out."""

    name: Literal["matrix", "csv"]
    path: str | None
    dtype: str | None
    shape: tuple[Count, Count] | None
    header: str | None


@final
class SeriesIndexDocument(ArtifactDocument):
    """series/index.json (runs §6.7)."""

    schema_version: Literal[1]
    grid: GridDocument
    series: tuple[SeriesEntry, ...]
    formats: tuple[FormatDocument, ...]

    def entry(self, series: str) -> SeriesEntry:
        """The series of an id, or the first whose id starts with a name (api §8.5).

        Raises
        ------
        SeriesNotFoundError
            There is none; the nearest name is given.
        """
        return named_entry(self.series, series)


class NamedEntry(Protocol):
    """An entry of an index: its id, and the name that the id begins with."""

    @property
    def id(self) -> str:
        """The series id."""

    @property
    def name(self) -> str:
        """The series name."""


Entry = TypeVar("Entry", bound=NamedEntry)


def named_entry(entries: Sequence[Entry], series: str) -> Entry:
    """The entry of an id, or the first whose id starts with a name (api §8.5).

    Raises
    ------
    SeriesNotFoundError
        There is none; the nearest name is given.
    """
    for entry in entries:
        if entry.id == series or entry.id.startswith(f"{series}@"):
            return entry
    raise SeriesNotFoundError(series, [entry.name for entry in entries])
