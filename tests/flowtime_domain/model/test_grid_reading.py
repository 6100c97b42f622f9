import pytest

from examples.readings import errors_of, found, placed, read
from flowtime_domain.model.limits import ModelLimits

NODES = "nodes: [{id: a, values: 1}]\n"


@pytest.mark.parametrize(
    ("grid", "code", "pointer"),
    [
        ("{bins: 0, binSize: 1, binUnit: hours}", "out_of_range", "/grid/bins"),
        ("{bins: 100001, binSize: 1, binUnit: hours}", "out_of_range", "/grid/bins"),
        ("{bins: 1, binSize: 0, binUnit: hours}", "out_of_range", "/grid/binSize"),
        ("{bins: 1, binSize: 100001, binUnit: hours}", "out_of_range", "/grid/binSize"),
        ("{bins: 1.5, binSize: 1, binUnit: hours}", "invalid_type", "/grid/bins"),
        ("{bins: true, binSize: 1, binUnit: hours}", "invalid_type", "/grid/bins"),
        ("{bins: '3', binSize: 1, binUnit: hours}", "invalid_type", "/grid/bins"),
        ("{bins: .inf, binSize: 1, binUnit: hours}", "non_finite_number", "/grid/bins"),
        ("{bins: 1, binSize: 1, binUnit: months}", "invalid_value", "/grid/binUnit"),
        ("{bins: 1, binSize: 1, binUnit: 3}", "invalid_type", "/grid/binUnit"),
        ("{binSize: 1, binUnit: hours}", "required_key", "/grid"),
        ("{bins: 1, binUnit: hours}", "required_key", "/grid"),
        ("{bins: 1, binSize: 1}", "required_key", "/grid"),
        ("[1]", "invalid_type", "/grid"),
        ("{bins: 1, binSize: 1, binUnit: days, start: 9999-12-31}", "grid_out_of_range", "/grid"),
        ("{bins: 99999, binSize: 99999, binUnit: weeks, start: 2025-01-01}", "grid_out_of_range", "/grid"),
        ("{bins: 1, binSize: 1, binUnit: days, starts: 2025-01-01}", "unknown_key", "/grid/starts"),
    ],
)
def test_a_wrong_grid_is_refused(grid, code, pointer):
    """Bins, bin size, unit and end of a grid stay within their bounds (model §4.1, §4.2)."""
    assert found(f"{NODES}grid: {grid}") == [(code, pointer)]


def test_a_huge_number_of_bins_is_shown_short():
    """The message about too many bins does not spell out hundreds of digits (model §2.5, §4.1)."""
    (error,) = errors_of(NODES + "grid: {bins: 1e300, binSize: 1, binUnit: hours}")
    assert len(error.message) < 150


def test_a_document_needs_a_grid():
    """A document without grid, and without its keys in `window`, lacks the key at its root (model §3.2)."""
    assert found(NODES + "window: {start: 2025-01-01}") == [("required_key", "")]


@pytest.mark.parametrize("unit", ["Hour", "hours", "HOURS"])
def test_units_may_be_singular_and_of_any_case(unit):
    """A unit may be singular and in any case; integers may be written 6.0 (model §2.3, §4.1)."""
    grid = read(f"{NODES}grid: {{bins: 6.0, binSize: 1, binUnit: {unit}}}").grid
    assert (grid.bins, type(grid.bins), grid.bin_unit) == (6, int, "hours")


def test_the_last_bin_may_end_just_before_year_10000():
    """The end of the last bin must lie before year 10,000 (model §4.2)."""
    assert found(f"{NODES}grid: {{bins: 1, binSize: 86399, binUnit: second, start: 9999-12-31}}") == []


def test_the_limit_on_bins_can_be_changed():
    """The limit on bins is configurable; its error names number, limit and setting (model §4.1)."""
    (error,) = errors_of(
        NODES + "grid: {bins: 6, binSize: 1, binUnit: hours}", limits=ModelLimits(max_bins=5)
    )
    assert (error.code, error.limit, error.requested, error.setting) == (
        "out_of_range",
        5,
        6,
        "FLOWTIME_MAX_BINS",
    )


def test_lengths_are_not_compared_with_a_wrong_grid():
    """A list of values is not measured against a grid that is wrong itself (model §2.6)."""
    text = "grid: {bins: 0, binSize: 1, binUnit: hours}\nnodes: [{id: a, values: [1, 2]}]"
    assert placed(text) == [("out_of_range", "/grid/bins", 1, 14)]
