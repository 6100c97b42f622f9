"""The answer about how two runs differ (state §8.1)."""

from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.state.comparison import (
    ComparedRun,
    MetricComparison,
    MetricOfSide,
    ParameterDifference,
    RunComparison,
)
from flowtime_entrypoints.bodies.parts import Body
from flowtime_entrypoints.bodies.runs import run_metadata


def comparison_answer(found: RunComparison, left_root_name: str, right_root_name: str) -> Body:
    """The answer; each side is given the name of the directory that its run lies in."""
    return {
        "left": run_metadata(found.left.run, left_root_name),
        "right": run_metadata(found.right.run, right_root_name),
        "parameters": [_parameter(each) for each in found.parameters],
        "onlyLeft": list(found.only_left),
        "onlyRight": list(found.only_right),
        "metrics": [_row(row, found.left, found.right) for row in found.metrics],
        "identical": found.is_identical,
        "passed": found.is_passed,
    }


def _parameter(difference: ParameterDifference) -> Body:
    return {"name": difference.name, "left": difference.left, "right": difference.right}


def _row(row: MetricComparison, left: ComparedRun, right: ComparedRun) -> Body:
    return {
        "nodeId": row.node_id,
        "metric": row.metric,
        "left": _side(row.left, left.view.grid),
        "right": _side(row.right, right.view.grid),
        "maxDifference": row.max_difference,
        "maxDifferenceBin": row.max_difference_bin,
        "meanAbsoluteError": row.mean_absolute_error,
        "rootMeanSquareError": row.root_mean_square_error,
        "comparedBins": row.compared_bins,
        "withinTolerance": row.is_within_tolerance,
    }


def _side(side: MetricOfSide, grid: Grid) -> Body:
    begins = None if side.peak_bin is None else grid.time_of(side.peak_bin)
    return {
        "total": side.total,
        "peak": side.peak,
        "peakBin": side.peak_bin,
        "peakUtc": begins and utc_text(begins),
    }
