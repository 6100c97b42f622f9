"""A run as a listing shows it (runs §10.3, api §7.2)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, Self, TypeAlias, final

from flowtime_domain.runs.artifact_documents import GridDocument, RunDocument
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.older.facts import OlderRunFacts

RunStatus: TypeAlias = Literal["complete", "corrupt"]

_LONG_AGO: Final = datetime.fromtimestamp(0, UTC)


@final
@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in a listing; what is unknown of a corrupt run, or absent from an older bundle, is None.

    Attributes
    ----------
    created
        Moment of creation in UTC; of a run that cannot be read the time of its last change.
    marker
        Changes with the documents that the summary was read from.
    warning_count
        Number of warnings; 0 for a corrupt run.
    """

    run_id: RunId
    status: RunStatus
    created: datetime
    marker: str = ""
    mode: str | None = None
    template_id: str | None = None
    template_title: str | None = None
    template_version: str | None = None
    warning_count: int = 0
    grid: GridDocument | None = None
    scenario_hash: str | None = None
    manifest_hash: str | None = None

    @classmethod
    def unknown(cls, run_id: RunId, modified: datetime = _LONG_AGO, marker: str = "") -> Self:
        """The summary of what cannot be read; `modified` is when it was last changed."""
        return cls(run_id, "corrupt", modified, marker)

    @classmethod
    def of(
        cls,
        run: RunDocument | OlderRunFacts,
        manifest_hash: str,
        marker: str,
        status: RunStatus = "complete",
    ) -> Self:
        """The summary of a run whose documents can be read."""
        return cls(
            run_id=RunId(run.run_id),
            status=status,
            created=run.created,
            marker=marker,
            mode=run.mode,
            template_id=run.template_id,
            template_title=run.template_title,
            template_version=run.template_version,
            warning_count=len(run.warnings) if status == "complete" else 0,
            grid=run.grid,
            scenario_hash=run.scenario_hash,
            manifest_hash=manifest_hash,
        )
