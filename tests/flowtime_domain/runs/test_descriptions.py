import pytest

from examples.clinic_desk import MODEL, clinic_desk
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.runs.descriptions import (
    metadata_document,
    provenance_document,
    run_document,
    telemetry_manifest,
)
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.runs.series_index import series_index

MODEL_HASH = "sha256:" + "0" * 64
TEMPLATE_HASH = "sha256:" + "1" * 64


def described(model=MODEL, **changes):
    run = clinic_desk(model, **changes)
    return run_document(run, MODEL_HASH, series_index(run.model, run.evaluation.matrix))


@pytest.mark.parametrize(
    ("size", "unit", "minutes"),
    [
        (1, "seconds", 0.05),
        (30, "seconds", 1.5),
        (15, "minutes", 45),
        (2, "hours", 360),
        (1, "days", 4320),
        (1, "weeks", 30240),
    ],
)
def test_duration_is_in_minutes_for_every_unit(size, unit, minutes):
    """The window of a run's telemetry manifest is as long as its grid, in minutes (runs §6.5)."""
    run = clinic_desk({**MODEL, "grid": {"bins": 3, "binSize": size, "binUnit": unit}})
    window = telemetry_manifest(run, MODEL_HASH).window
    assert (window.start_time_utc, window.duration_minutes) == (None, minutes)


def test_manifest_of_a_run_without_telemetry_lists_nothing():
    """A simulation run captured nothing; its manifest names the run itself (runs §6.5)."""
    run = clinic_desk()
    manifest = telemetry_manifest(run, MODEL_HASH)
    assert (manifest.files, manifest.gaps, manifest.warnings) == ((), None, ())
    assert manifest.source.type == "simulation"
    assert manifest.provenance.run_id == str(run.run_id)
    assert manifest.provenance.captured_at_utc == run.created_utc


def test_parameters_stand_in_the_order_of_their_names():
    """Parameters are stored by name, integers and fractions as typed (runs §1.4, §1.5)."""
    run = clinic_desk(parameters={"rate": 0.5, "bins": 144, "Zone": ("a", {"b": 2.0})})
    parameters = metadata_document(run, MODEL_HASH).parameters
    assert list(parameters.items()) == [("Zone", ["a", {"b": 2.0}]), ("bins", 144), ("rate", 0.5)]
    assert provenance_document(run, MODEL_HASH).parameters == parameters
    assert described(parameters=run.parameters).provenance.parameters == parameters


def test_large_integers_keep_their_digits():
    """A seed or integer parameter beyond 2**53 keeps every digit (runs §1.4)."""
    run = clinic_desk(seed=2**63 - 1, parameters={"big": 2**60 + 1})
    written = provenance_document(run, MODEL_HASH).to_json().decode()
    assert '"seed": 9223372036854775807' in written
    assert '"big": 1152921504606846977' in written


def test_template_is_named_with_its_hash():
    """A run of a template names its id, title, version and hash (runs §6.10)."""
    origin = RunOrigin("template", "clinic-day", "Clinic Day", "2.0.0", TEMPLATE_HASH)
    document = described(origin=origin)
    assert (document.template_id, document.template_title) == ("clinic-day", "Clinic Day")
    provenance = document.provenance
    assert (provenance.origin, provenance.template_hash) == ("template", TEMPLATE_HASH)
    assert (provenance.template_id, provenance.template_version) == ("clinic-day", "2.0.0")


def test_provenance_of_the_model_is_kept_as_written():
    """The document's own provenance block stands in run.json and nowhere else (runs §6.10)."""
    authored = {"z": 1, "a": {"list": [1, 2.5, None], "text": "ä"}}
    assert described({**MODEL, "provenance": authored}).provenance.authored == authored
    assert described().provenance.authored is None


def test_warnings_are_stored_with_all_their_members():
    """Each finding of a run is a warning of run.json, in its order (runs §5.8)."""
    findings = (
        Finding("one", "info", "First."),
        Finding("two", "error", "Second.", "Desk", (0, 2), 2),
    )
    document = described(findings=findings)
    assert [warning.members() for warning in document.warnings] == [
        {"code": "one", "severity": "info", "message": "First.", "nodeId": None, "bins": [], "count": 0},
        {
            "code": "two",
            "severity": "error",
            "message": "Second.",
            "nodeId": "Desk",
            "bins": [0, 2],
            "count": 2,
        },
    ]
