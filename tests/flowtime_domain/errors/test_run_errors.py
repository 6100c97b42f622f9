from flowtime_domain.errors import (
    DocumentError,
    NonFiniteSeriesError,
    Place,
    ProvenanceMismatchError,
    RunCorruptError,
    RunExistsError,
    RunNotFoundError,
    SeriesNotFoundError,
    TemplateNotFoundError,
    WipLimitInvalidError,
)


def test_non_finite_series_names_series_and_bin():
    """The error and its finding name the series, the first bin and the node (engine §13.1)."""
    error = NonFiniteSeriesError("root", 2, "/nodes/2", Place(3, 7))
    assert (error.series, error.bin_index) == ("root", 2)
    assert "'root'" in error.detail
    assert "bin 2" in error.detail
    (finding,) = error.errors
    assert (finding.code, finding.pointer, finding.place) == ("non_finite_series", "/nodes/2", Place(3, 7))


def test_an_invalid_limit_names_node_and_bin():
    """The error and its finding name the topology node, the series and the first bin (engine §13.2)."""
    error = WipLimitInvalidError("Desk", "lim", 3, "/topology/nodes/0", Place(6, 7))
    assert (error.node_id, error.bin_index) == ("Desk", 3)
    for part in ("'Desk'", "'lim'", "bin 3"):
        assert part in error.detail
    (finding,) = error.errors
    assert (finding.code, finding.pointer) == ("wip_limit_invalid", "/topology/nodes/0")
    assert finding.place == Place(6, 7)


def test_missing_things_name_the_nearest_known_one():
    """An unknown template or series is answered with the nearest name (api §8.5, §9.2)."""
    assert TemplateNotFoundError("order-sytem", ["order-system"]).detail.endswith(
        "did you mean 'order-system'?"
    )
    assert "templates list" in TemplateNotFoundError("zzz", ["order-system"]).detail
    assert SeriesNotFoundError("visit", ["visits"]).detail.endswith("did you mean 'visits'?")
    assert SeriesNotFoundError("zzz", ["visits"]).detail == "The run has no series 'zzz'."


def test_run_errors_name_the_run():
    """Errors about a run name it and what can be done (runs §4.1, §9.4)."""
    finding = DocumentError(code="file_missing", message="run.json is missing.", pointer="", file="run.json")
    corrupt = RunCorruptError("r1", [finding, finding])
    assert corrupt.detail == "Run 'r1' does not verify (file_missing); restore it, delete it or overwrite it."
    assert corrupt.errors == (finding, finding)
    assert RunExistsError("r1").run_id == RunNotFoundError("r1").run_id == corrupt.run_id == "r1"


def test_contradicting_documents_are_told_apart():
    """The error names the run and the hash that each document names (state §9.1)."""
    error = ProvenanceMismatchError("r1", "sha256:00", "sha256:11")
    assert error.run_id == "r1"
    assert "names the model sha256:00, model/metadata.json names sha256:11" in error.detail
