"""What the documents of a run say about it: run.json, the model's companions, the telemetry manifest.

Rule 1: `created` shows in no document but run.json and the telemetry manifest (runs §1.7).
"""

from flowtime_domain.runs import artifact_documents as documents
from flowtime_domain.runs.evaluated_run import EvaluatedRun
from flowtime_domain.runs.identity import ENGINE_SEMANTICS


def run_document(
    run: EvaluatedRun, model: str, index: documents.SeriesIndexDocument
) -> documents.RunDocument:
    """The document run.json (runs §6.10); `model` is the model hash."""
    return documents.RunDocument(
        schema_version=2,
        run_id=str(run.run_id),
        engine_version=run.engine_version,
        source="engine",
        mode=run.mode,
        template_id=run.origin.template_id,
        template_title=run.origin.title,
        template_version=run.origin.version,
        grid=index.grid,
        model_hash=model,
        scenario_hash=run.scenario_hash,
        created_utc=run.created_utc,
        warnings=tuple(documents.WarningDocument.of(finding) for finding in run.findings),
        provenance=_run_provenance(run),
        series=tuple(
            documents.SeriesReferenceDocument(id=entry.id, path=entry.path, unit=entry.unit)
            for entry in index.series
        ),
        class_coverage="missing",
    )


def _run_provenance(run: EvaluatedRun) -> documents.RunProvenance:
    authored = run.model.authored_provenance
    return documents.RunProvenance(
        mode=run.mode,
        origin=run.origin.kind,
        template_id=run.origin.template_id,
        template_version=run.origin.version,
        template_hash=run.origin.template_hash,
        parameters=_sorted_parameters(run),
        seed=run.seed,
        engine_semantics=ENGINE_SEMANTICS,
        generator=run.generator,
        authored=None if authored is None else documents.plain_members(authored),
    )


def metadata_document(run: EvaluatedRun, model: str) -> documents.MetadataDocument:
    """The document model/metadata.json (runs §6.3); `model` is the model hash."""
    sources = {} if run.capture is None else run.capture.stored_sources
    return documents.MetadataDocument(
        schema_version=2,
        template_id=run.origin.template_id,
        template_title=run.origin.title,
        template_version=run.origin.version,
        mode=run.mode,
        model_hash=model,
        generator=run.generator,
        parameters=_sorted_parameters(run),
        telemetry_sources=tuple(sorted(set(sources.values()))),
        node_sources=sources,
    )


def provenance_document(run: EvaluatedRun, model: str) -> documents.ProvenanceDocument:
    """The document model/provenance.json (runs §6.4); `model` is the model hash."""
    return documents.ProvenanceDocument(
        schema_version=2,
        origin=run.origin.kind,
        template_id=run.origin.template_id,
        template_version=run.origin.version,
        mode=run.mode,
        parameters=_sorted_parameters(run),
        seed=run.seed,
        engine_version=run.engine_version,
        engine_semantics=ENGINE_SEMANTICS,
        model_hash=model,
        scenario_hash=run.scenario_hash,
        telemetry=() if run.capture is None else run.capture.references,
    )


def telemetry_manifest(run: EvaluatedRun, model: str) -> documents.TelemetryManifestDocument:
    """The manifest of a run that captured nothing (runs §6.5); `model` is the model hash."""
    grid = documents.GridDocument.of(run.model.grid)
    return documents.TelemetryManifestDocument(
        schema_version=2,
        window=documents.TelemetryWindow(
            start_time_utc=grid.start, duration_minutes=grid.bins * run.model.grid.bin_seconds / 60
        ),
        grid=documents.TelemetryGrid(bins=grid.bins, bin_size=grid.bin_size, bin_unit=grid.bin_unit),
        files=(),
        gaps=None,
        source=documents.SimulationSource(type="simulation"),
        warnings=(),
        provenance=documents.TelemetryProvenance(
            run_id=str(run.run_id),
            scenario_hash=run.scenario_hash,
            model_hash=model,
            generator=run.generator,
            captured_at_utc=run.created_utc,
        ),
    )


def _sorted_parameters(run: EvaluatedRun) -> documents.Members:
    """The effective parameters in the order of their names (runs §1.5)."""
    return documents.plain_members({name: run.parameters[name] for name in sorted(run.parameters)})
