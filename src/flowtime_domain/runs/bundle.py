"""From an evaluated model to the files of its run (runs §6).

Rule 1: a bundle is a function of its `EvaluatedRun` alone; the clock and the engine's version come in.
Rule 2: only `created` may differ between two bundles of the same run (runs §1.7).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    FileEntry,
    ManifestDocument,
    ManifestProvenance,
    RngDocument,
    SeriesIndexDocument,
    manifest_hash,
)
from flowtime_domain.runs.descriptions import (
    metadata_document,
    provenance_document,
    run_document,
    telemetry_manifest,
)
from flowtime_domain.runs.encoding import model_yaml
from flowtime_domain.runs.evaluated_run import EvaluatedRun
from flowtime_domain.runs.identity import model_hash
from flowtime_domain.runs.series_index import series_index, stored_matrix
from flowtime_domain.runs.stored_run import RunBundle

_UNSET_HASH: Final = f"sha256:{0:064}"


def run_bundle(run: EvaluatedRun) -> RunBundle:
    """Everything a store needs to write the run."""
    yaml = model_yaml(run.normal_form)
    model = model_hash(yaml)
    matrix = stored_matrix(run.evaluation.matrix)
    index = series_index(run.model, matrix)
    return RunBundle(
        run_id=run.run_id,
        scenario_hash=run.scenario_hash,
        documents={
            file_names.MODEL: yaml,
            file_names.METADATA: metadata_document(run, model).to_json(),
            file_names.PROVENANCE: provenance_document(run, model).to_json(),
            **_telemetry(run, model),
            file_names.SPECIFICATION: yaml,
            file_names.INDEX: index.to_json(),
            file_names.RUN: run_document(run, model, index).to_json(),
        },
        index=index,
        matrix=matrix,
        complete_manifest=_manifest_maker(run, model, index),
    )


def _telemetry(run: EvaluatedRun, model: str) -> Mapping[str, bytes]:
    """The capture that the run replays, or the manifest of a run without one (runs §6.5)."""
    if run.capture is not None:
        return run.capture.documents
    return {file_names.TELEMETRY_MANIFEST: telemetry_manifest(run, model).to_json()}


def _manifest_maker(
    run: EvaluatedRun, model: str, index: SeriesIndexDocument
) -> Callable[[Sequence[FileEntry]], ManifestDocument]:
    def complete_manifest(files: Sequence[FileEntry]) -> ManifestDocument:
        manifest = ManifestDocument(
            schema_version=2,
            scenario_hash=run.scenario_hash,
            model_hash=model,
            rng=RngDocument(kind="pcg32", seed=run.seed),
            series_hashes={entry.id: entry.hash for entry in index.series},
            files=tuple(sorted(files, key=lambda entry: entry.path)),
            event_count=0,
            created_utc=run.created_utc,
            provenance=ManifestProvenance(
                has_provenance=True, origin=run.origin.kind, template_id=run.origin.template_id
            ),
            manifest_hash=_UNSET_HASH,
        )
        return manifest.model_copy(update={"manifest_hash": manifest_hash(manifest.members())})

    return complete_manifest
