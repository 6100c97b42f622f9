"""A finding of a run as stored documents write it."""

from typing import Self, final

from flowtime_domain.evaluation.finding import Finding, Severity
from flowtime_domain.runs.documents.artifact_document import ArtifactPart, Count


@final
class WarningDocument(ArtifactPart):
    """One warning of a run (runs §5.8)."""

    code: str
    severity: Severity
    message: str
    node_id: str | None
    bins: tuple[Count, ...]
    count: Count

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """The document of a finding."""
        return cls(
            code=finding.code,
            severity=finding.severity,
            message=finding.message,
            node_id=finding.node_id,
            bins=finding.bins,
            count=finding.count,
        )
