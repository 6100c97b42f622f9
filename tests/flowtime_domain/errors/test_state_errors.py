"""Errors of asking a run for its state."""

from flowtime_domain.errors import (
    DocumentError,
    GridsDifferError,
    MissingNodeDataError,
    ModeValidationFailedError,
    TopologyMissingError,
    UnknownNodeError,
    WindowTooLargeError,
)


def test_the_first_finding_speaks():
    """An error about names says what the first finding says and carries all (state §1.4)."""
    findings = [
        DocumentError(code="unknown_node", message=f"No {name}.", pointer="/nodeIds") for name in "ab"
    ]
    error = UnknownNodeError(findings)
    assert error.detail == "No a."
    assert error.errors == tuple(findings)


def test_a_window_that_is_too_large_names_limit_and_request():
    """A window beyond the limit carries limit, request and setting (state §5.4, api §8.3)."""
    (finding,) = WindowTooLargeError(12, 10).errors
    assert (finding.limit, finding.requested, finding.setting) == (10, 12, "FLOWTIME_MAX_WINDOW_POINTS")


def test_a_run_without_places_is_named():
    """The error of a run without topology nodes names the run (state §1.4)."""
    assert "'a'" in TopologyMissingError("a").detail


def test_unusable_numbers_name_node_series_and_bin():
    """Errors about older numbers name the node, and series and first bin if known (state §9.1)."""
    error = ModeValidationFailedError("Desk", "visits", 3)
    assert error.node_id == MissingNodeDataError("Desk").node_id == "Desk"
    for part in ("'Desk'", "'visits'", "bin 3 "):
        assert part in error.detail
    assert [finding.code for finding in (*error.errors, *MissingNodeDataError("Desk").errors)] == [
        "mode_validation_failed",
        "missing_node_data",
    ]


def test_runs_of_different_bins_are_named():
    """The error of runs that cannot be compared names both, with the bins of each (state §8.1)."""
    detail = GridsDifferError(["a", "b"], [3, 288], [0.5, 1440]).detail
    assert "run 'a' has 3 of 0.5 minutes, run 'b' has 288 of 1440 minutes." in detail
