"""run.json: what a run is and where it comes from."""

from datetime import UTC, datetime
from typing import Annotated, Literal, final

from pydantic import AfterValidator, Field

from flowtime_domain.runs.documents.artifact_document import ArtifactDocument, ArtifactPart, Hash, Members
from flowtime_domain.runs.documents.grid_document import GridDocument
from flowtime_domain.runs.documents.warning_document import WarningDocument

Origin = Literal["template", "inline"]


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


CreatedUtc = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$"), AfterValidator(_moment)
]


def created_text(moment: datetime) -> str:
    """A moment of creation or capture with six fraction digits (runs §1.3).

    Examples
    --------
    >>> created_text(datetime(2025, 11, 4, 8, 15, 3, tzinfo=UTC))
    '2025-11-04T08:15:03.000000Z'
    """
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


@final
class RunProvenance(ArtifactPart):
    """What a run was made from; `authored` is the model's own `provenance` block as written."""

    mode: str
    origin: Origin
    template_id: str
    template_version: str
    template_hash: Hash | None
    parameters: Members
    seed: int | None
    engine_semantics: int
    generator: str
    authored: Members | None


@final
class SeriesReferenceDocument(ArtifactPart):
    """A series of the run; `path` is null if it has no CSV."""

    id: str
    path: str | None
    unit: str


@final
class RunDocument(ArtifactDocument):
    """run.json (runs §6.10)."""

    schema_version: Literal[2]
    run_id: str
    engine_version: str
    source: Literal["engine"]
    mode: str
    template_id: str
    template_title: str
    template_version: str
    grid: GridDocument
    model_hash: Hash
    scenario_hash: Hash
    created_utc: CreatedUtc
    warnings: tuple[WarningDocument, ...]
    provenance: RunProvenance
    series: tuple[SeriesReferenceDocument, ...]
    class_coverage: Literal["missing"]

    @property
    def created(self) -> datetime:
        """The moment of creation, in UTC."""
        return datetime.fromisoformat(self.created_utc)
