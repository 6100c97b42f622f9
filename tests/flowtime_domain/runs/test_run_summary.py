"""Runs as a listing shows them."""

from examples.clinic_desk import CLINIC_DESK_CREATED, RUN_ID, clinic_desk_bundle
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.runs.artifact_documents import RunDocument
from flowtime_domain.runs.run_summary import RunSummary


def document() -> RunDocument:
    return RunDocument.from_json(clinic_desk_bundle().documents["run.json"])


def test_a_summary_says_what_the_document_says() -> None:
    """The row of a run holds what a listing shows of it (api §7.2)."""
    run = document()
    summary = RunSummary.of(run, "sha256:aa", "marker")
    assert (summary.run_id, summary.status, summary.created) == (RUN_ID, "complete", CLINIC_DESK_CREATED)
    assert (summary.template_id, summary.template_title, summary.template_version, summary.mode) == (
        *("clinic-desk", "Clinic Desk", "1.2.0"),
        "simulation",
    )
    assert (summary.grid, summary.scenario_hash) == (run.grid, run.scenario_hash)
    assert (summary.manifest_hash, summary.marker, summary.warning_count) == ("sha256:aa", "marker", 0)


def test_a_corrupt_run_counts_no_warnings() -> None:
    """What is known of a corrupt run is said, but its warnings are 0 (api §7.2)."""
    warning = Finding("queue_depth_negative", "warning", "The queue is below zero.", "Desk", (1,), 1)
    run = RunDocument.from_json(clinic_desk_bundle(findings=[warning]).documents["run.json"])
    assert RunSummary.of(run, "sha256:aa", "marker").warning_count == 1
    corrupt = RunSummary.of(run, "sha256:aa", "marker", "corrupt")
    assert (corrupt.status, corrupt.warning_count, corrupt.template_id) == ("corrupt", 0, "clinic-desk")


def test_nothing_is_known_of_what_cannot_be_read() -> None:
    """A run that cannot be read has an id, a status and a time (runs §10.4)."""
    unknown = RunSummary.unknown(RUN_ID, CLINIC_DESK_CREATED, "marker")
    assert unknown == RunSummary(RUN_ID, "corrupt", CLINIC_DESK_CREATED, "marker")
    assert RunSummary.unknown(RUN_ID).created.year == 1970
