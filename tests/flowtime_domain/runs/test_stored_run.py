from dataclasses import fields

import pytest

from examples.clinic_desk import RUN_ID, clinic_desk_bundle
from fakes.artifact_store import InMemoryStoredRun, bundle_contents
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.runs.stored_run import ArtifactFlags

PATHS = {
    "run.json": "run",
    "manifest.json": "manifest",
    "series/index.json": "series_index",
    "model/model.yaml": "model",
    "model/metadata.json": "metadata",
    "model/provenance.json": "provenance",
    "model/telemetry/telemetry-manifest.json": "telemetry_manifest",
}


def stored(**changes: object) -> InMemoryStoredRun:
    return InMemoryStoredRun(RUN_ID, bundle_contents(clinic_desk_bundle(**changes)))


@pytest.mark.parametrize(("path", "flag"), PATHS.items())
def test_each_flag_stands_for_its_file(path, flag):
    """A flag says whether its file exists (api §6.3)."""
    missing = ArtifactFlags.of([other for other in PATHS if other != path])
    assert {field.name for field in fields(missing) if not getattr(missing, field.name)} == {flag}


def test_simulation_run_can_be_replayed():
    """A complete simulation run needs nothing from outside (runs §10.5)."""
    run = stored()
    assert run.telemetry_sources_resolved
    assert run.can_replay


@pytest.mark.parametrize(
    "path", ["model/model.yaml", "model/metadata.json", "model/telemetry/telemetry-manifest.json"]
)
def test_run_without_a_document_cannot_be_replayed(path):
    """Without its model, metadata or telemetry manifest a run cannot be replayed (runs §10.5)."""
    run = stored()
    run.artifacts = ArtifactFlags.of([other for other in PATHS if other != path])
    assert not run.can_replay


def test_telemetry_run_needs_its_sources():
    """A telemetry run is resolved if a file backs a series and none is missing (runs §10.5)."""
    run = stored(mode="telemetry")
    assert not run.telemetry_sources_resolved
    run.metadata = run.metadata.model_copy(update={"node_sources": {"visits": "telemetry/Desk_arrivals.csv"}})
    assert run.can_replay
    unresolved = stored(mode="telemetry", findings=[Finding("telemetry_sources_missing", "warning", "One.")])
    unresolved.metadata = run.metadata
    assert not unresolved.telemetry_sources_resolved
