"""Answers about templates and models (api §9, §10)."""

from collections.abc import Sequence

from flowtime_domain.catalogue.template_catalogue import CatalogueEntry
from flowtime_domain.use_cases.validate_model import ValidationReport
from flowtime_entrypoints.bodies.parts import Body, findings_body, model_grid_body
from flowtime_entrypoints.problems import finding


def template_list(entries: Sequence[CatalogueEntry]) -> Body:
    """The answer to a listing of templates (api §9.1)."""
    return {"items": [_template_item(entry) for entry in entries]}


def template_detail(entry: CatalogueEntry) -> Body:
    """The answer about one template (api §9.2)."""
    template = entry.template
    declarations = template.parameters if template else ()
    return {
        **_template_item(entry),
        "parameters": [each.model_dump(mode="json", by_alias=True) for each in declarations],
        "topology": {
            "nodes": template.topology_node_count if template else 0,
            "edges": template.edge_count if template else 0,
        },
    }


def _template_item(entry: CatalogueEntry) -> Body:
    return {
        "id": entry.id,
        "title": entry.title,
        "description": entry.description,
        "version": entry.version,
        "tags": list(entry.tags),
        "origin": entry.origin,
        "status": entry.status,
        "parameterCount": entry.parameter_count,
        "errors": [finding(error) for error in entry.errors],
    }


def validation_answer(report: ValidationReport) -> Body:
    """The answer to a validation (api §10.2)."""
    return {
        "tier": report.tier,
        "mode": report.mode,
        "isValid": report.is_valid,
        "errors": [finding(error) for error in report.errors],
        "warnings": findings_body(report.warnings),
        "grid": None if report.grid is None else model_grid_body(report.grid),
        "series": None if report.series is None else list(report.series),
    }
