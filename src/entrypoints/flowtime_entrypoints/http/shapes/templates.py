"""Shapes of answers about templates and checks (api §9, §10)."""

from typing import Literal, final

from flowtime_domain.runs.artifact_documents import WarningDocument
from flowtime_domain.templates.parameter_declaration import ParameterDeclaration
from flowtime_entrypoints.http.shapes.problems import Finding
from flowtime_entrypoints.http.shapes.runs import Grid
from flowtime_entrypoints.http.shapes.shape import Shape


class TemplateItem(Shape):
    """A template of the catalogue."""

    id: str
    title: str | None
    description: str | None
    version: str | None
    tags: list[str]
    origin: Literal["packaged", "directory"]
    status: Literal["ok", "broken"]
    parameter_count: int
    errors: list[Finding]


@final
class TemplateList(Shape):
    """All templates by id."""

    items: list[TemplateItem]


@final
class TopologySize(Shape):
    """Numbers of nodes and edges."""

    nodes: int
    edges: int


@final
class TemplateDetail(TemplateItem):
    """A template with its parameters."""

    parameters: list[ParameterDeclaration]
    topology: TopologySize


@final
class ValidationAnswer(Shape):
    """What a check has found."""

    tier: Literal["schema", "compile", "analyse"]
    mode: str
    is_valid: bool
    errors: list[Finding]
    warnings: list[WarningDocument]
    grid: Grid | None
    series: list[str] | None
