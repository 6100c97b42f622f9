"""What several answers have in common: grids and warnings."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import GridDocument, WarningDocument

Body: TypeAlias = dict[str, Any]


def grid_body(grid: GridDocument) -> Body:
    """The grid of a stored run (api §6.3)."""
    return grid.model_dump(by_alias=True, exclude={"timezone", "align"})


def model_grid_body(grid: Grid) -> Body:
    """The grid of a model that is not stored (api §6.3)."""
    return grid_body(GridDocument.of(grid))


def findings_body(findings: Sequence[Finding]) -> list[Body]:
    """Findings as stored warnings are written (runs §5.8)."""
    return warnings_body([WarningDocument.of(each) for each in findings])


def warnings_body(warnings: Sequence[WarningDocument]) -> list[Body]:
    """The warnings of a run, unchanged (state §3.3)."""
    return [warning.model_dump(mode="json", by_alias=True) for warning in warnings]
