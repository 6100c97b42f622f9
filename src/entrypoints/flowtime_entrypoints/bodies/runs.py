"""Answers about runs (api §6-§8).

Rule 1: what a stored run says is taken from its documents, so every answer about it agrees.
"""

from typing import Final

from flowtime_domain.runs import file_names
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.runs.stored_run import ArtifactFlags, StoredRun
from flowtime_domain.use_cases.create_run import RunOutcome
from flowtime_domain.use_cases.list_runs import RunPage
from flowtime_domain.use_cases.plan_run import RunPlan
from flowtime_entrypoints.bodies.parts import (
    Body,
    findings_body,
    grid_body,
    model_grid_body,
    warnings_body,
)

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
        "warnings": warnings_body(document.warnings),
        "canReplay": run.can_replay,
        "wasReused": False,
        "warningCount": len(document.warnings),
        "grid": grid_body(document.grid),
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
    warnings = findings_body(prepared.findings)
    grid = model_grid_body(prepared.model.grid)
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


def _run_item(run: RunSummary) -> Body:
    return {
        "runId": str(run.run_id),
        "status": run.status,
        "templateId": run.template_id,
        "templateTitle": run.template_title,
        "templateVersion": run.template_version,
        "mode": run.mode,
        "createdUtc": f"{run.created:%Y-%m-%dT%H:%M:%S.%fZ}",
        "warningCount": run.warning_count,
        "grid": run.grid and grid_body(run.grid),
        "scenarioHash": run.scenario_hash,
    }


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
