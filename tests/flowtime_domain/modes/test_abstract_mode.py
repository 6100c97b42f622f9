"""What modes prepare."""

from examples.clinic_desk import MODEL
from examples.replays import bound, stored_capture
from flowtime_domain.modes.abstract_mode import PreparedRun
from flowtime_domain.runs.run_origin import RunOrigin

ORIGIN = RunOrigin("inline", "clinic-desk", "Clinic Desk", "1.2.0")
REPLAY = bound(MODEL, stored_capture({"Desk:Arrivals": [4, 5, 6]}))


def test_without_a_capture_nothing_is_replayed() -> None:
    """A run without a capture has no files, and gaps fail it (runs §5.1)."""
    run = PreparedRun("simulation", ORIGIN, REPLAY.model, {}, None)
    assert (run.captured_files, run.captured_values, run.telemetry) == ((), None, ())


def test_a_capture_gives_files_values_and_hashes() -> None:
    """What later stages need of a capture comes from it alone (runs §3.2, §5.1)."""
    run = PreparedRun("telemetry", ORIGIN, REPLAY.model, {}, None, capture=REPLAY.capture)
    assert run.captured_files == REPLAY.capture.files
    assert run.captured_values == {"visits": (4.0, 5.0, 6.0)}
    assert [set(each) for each in run.telemetry] == [{"path", "sha256"}]
