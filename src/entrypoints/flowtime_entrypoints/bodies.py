"""Answer bodies, shared by HTTP, the command line and the library (api §6-§12).

Rule 1: a body is a plain JSON value with its members in the order of the tables; a member without value is
null.
Rule 2: what a stored run says is taken from its documents, so every answer about it agrees.
"""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from flowtime_domain.catalogue.template_catalogue import CatalogueEntry
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.expressions.grammar import MAXIMUM_NESTING
from flowtime_domain.expressions.parser import MAXIMUM_LENGTH
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.topology import MAXIMUM_KERNEL_LENGTH
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import GridDocument, WarningDocument
from flowtime_domain.runs.stored_run import ArtifactFlags, RunSummary, StoredRun
from flowtime_domain.use_cases.create_run import RunOutcome
from flowtime_domain.use_cases.list_runs import RunPage
from flowtime_domain.use_cases.plan_run import RunPlan
from flowtime_domain.use_cases.run_listing import MAXIMUM_PAGE_SIZE
from flowtime_domain.use_cases.validate_model import ValidationReport
from flowtime_entrypoints.problems import finding
from flowtime_entrypoints.settings import Settings

Body: TypeAlias = dict[str, Any]
MODEL_SCHEMA_VERSION: Final = "1"
_NO_ARTIFACTS: Final = ArtifactFlags.of(())


def run_answer(outcome: RunOutcome, runs_root_name: str) -> Body:
    """The answer to a creation (api §6.3); `runs_root_name` is the name of the directory of runs."""
    return {**run_detail(outcome.run, runs_root_name), "wasReused": outcome.outcome == "reused"}


def run_detail(run: StoredRun, runs_root_name: str) -> Body:
    """The answer about one run (api §8.1)."""
    document = run.run
    return {
        "isDryRun": False,
        "metadata": run_metadata(run, runs_root_name),
        "plan": None,
        "warnings": _warnings(document.warnings),
        "canReplay": run.can_replay,
        "wasReused": False,
        "warningCount": len(document.warnings),
        "grid": _grid(document.grid),
        "artifacts": _artifacts(run.artifacts),
        "seriesCount": len(document.series),
    }


def run_metadata(run: StoredRun, runs_root_name: str) -> Body:
    """What every answer about a run says of it (api §6.4)."""
    document, files = run.run, run.artifacts
    where = f"{runs_root_name}/{document.run_id}"
    return {
        "runId": document.run_id,
        "templateId": document.template_id,
        "templateTitle": document.template_title,
        "templateVersion": document.template_version,
        "mode": document.mode,
        "provenanceHash": document.model_hash,
        "scenarioHash": document.scenario_hash,
        "createdUtc": document.created_utc,
        "telemetrySourcesResolved": run.telemetry_sources_resolved,
        "schema": {
            "id": f"time-travel/v{MODEL_SCHEMA_VERSION}",
            "version": MODEL_SCHEMA_VERSION,
            "hash": document.model_hash,
        },
        "storage": {
            "modelPath": f"{where}/{file_names.MODEL}" if files.model else None,
            "metadataPath": f"{where}/{file_names.METADATA}" if files.metadata else None,
            "provenancePath": f"{where}/{file_names.PROVENANCE}" if files.provenance else None,
        },
    }


def plan_answer(plan: RunPlan, runs_root_name: str) -> Body:
    """The answer to a dry run (api §6.6)."""
    prepared, request = plan.prepared, plan.request
    warnings = _findings(prepared.findings)
    grid = _model_grid(prepared.model.grid)
    return {
        "isDryRun": True,
        "metadata": None,
        "plan": {
            "templateId": prepared.origin.template_id,
            "mode": prepared.mode,
            "outputRoot": runs_root_name,
            "captureDirectory": request.telemetry.capture_directory if request.telemetry else None,
            "deterministicRunId": request.options.deterministic_run_id,
            "requestedRunId": request.options.run_id,
            "runId": None if plan.run_id is None else str(plan.run_id),
            "scenarioHash": plan.scenario_hash,
            "wouldReuse": plan.would_reuse,
            "parameters": {name: prepared.parameters[name] for name in sorted(prepared.parameters)},
            "seed": prepared.seed,
            "telemetryBindings": dict(request.telemetry.bindings) if request.telemetry else {},
            "files": [
                {"nodeId": file.node_id, "metric": file.metric, "path": file.path}
                for file in prepared.captured_files
            ],
            "grid": grid,
            "series": [series.name for series in prepared.model.series],
            "warnings": warnings,
        },
        "warnings": warnings,
        "canReplay": False,
        "wasReused": False,
        "warningCount": len(warnings),
        "grid": grid,
        "artifacts": _artifacts(_NO_ARTIFACTS),
        "seriesCount": len(prepared.model.series),
    }


def run_list(page: RunPage) -> Body:
    """The answer to a listing of runs (api §7.2)."""
    listing = page.listing
    by_cursor = listing.limit is not None
    return {
        "items": [_run_item(summary) for summary in page.items],
        "totalCount": page.total_count,
        "page": None if by_cursor else listing.page,
        "pageSize": None if by_cursor else listing.page_size,
        "limit": listing.limit,
        "nextCursor": page.next_cursor,
    }


def validation_answer(report: ValidationReport) -> Body:
    """The answer to a validation (api §10.2)."""
    return {
        "tier": report.tier,
        "mode": report.mode,
        "isValid": report.is_valid,
        "errors": [finding(error) for error in report.errors],
        "warnings": _findings(report.warnings),
        "grid": None if report.grid is None else _model_grid(report.grid),
        "series": None if report.series is None else list(report.series),
    }


def limits_answer(settings: Settings) -> Body:
    """The limits in force (api §12.1)."""
    return {
        "maxBodyBytes": settings.max_body_bytes,
        "maxDocumentBytes": settings.max_document_bytes,
        "maxDocumentDepth": settings.max_document_depth,
        "maxDocumentAliases": settings.max_document_aliases,
        "maxDocumentEvents": settings.max_document_events,
        "maxBins": settings.max_bins,
        "maxBinSize": settings.model_limits.max_bin_size,
        "maxCells": settings.max_cells,
        "maxRunningCells": settings.max_running_cells,
        "maxExpressionLength": MAXIMUM_LENGTH,
        "maxExpressionDepth": MAXIMUM_NESTING,
        "maxRetryKernel": MAXIMUM_KERNEL_LENGTH,
        "maxWindowPoints": settings.max_window_points,
        "maxPageSize": MAXIMUM_PAGE_SIZE,
        "maxConcurrentCreations": settings.max_concurrent_creations,
        "maxRequestsPerMinute": settings.max_requests_per_minute,
    }


def _run_item(summary: RunSummary) -> Body:
    run = summary.run
    return {
        "runId": str(summary.run_id),
        "status": summary.status,
        "templateId": run and run.template_id,
        "templateTitle": run and run.template_title,
        "templateVersion": run and run.template_version,
        "mode": run and run.mode,
        "createdUtc": f"{summary.created:%Y-%m-%dT%H:%M:%S.%fZ}",
        "warningCount": len(run.warnings) if run else 0,
        "grid": run and _grid(run.grid),
        "scenarioHash": run and run.scenario_hash,
    }


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


def _grid(grid: GridDocument) -> Body:
    return grid.model_dump(by_alias=True, exclude={"timezone", "align"})


def _model_grid(grid: Grid) -> Body:
    return _grid(GridDocument.of(grid))


def _findings(findings: Sequence[Finding]) -> list[Body]:
    return _warnings([WarningDocument.of(each) for each in findings])


def _warnings(warnings: Sequence[WarningDocument]) -> list[Body]:
    return [warning.model_dump(mode="json", by_alias=True) for warning in warnings]


def _artifacts(files: ArtifactFlags) -> Body:
    return {
        "run": files.run,
        "manifest": files.manifest,
        "seriesIndex": files.series_index,
        "model": files.model,
        "metadata": files.metadata,
        "provenance": files.provenance,
        "telemetryManifest": files.telemetry_manifest,
    }
