"""How two runs differ, as a person sees it (operations §4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from flowtime_domain.runs.encoding import compact_json
from flowtime_entrypoints.cli.bin_times import BinTimes
from flowtime_entrypoints.cli.short_number import NOTHING, short_number
from flowtime_entrypoints.cli.tables import print_facts, print_table, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.model.document import Value
    from flowtime_domain.state.comparison import MetricComparison, RunComparison

_TITLES: Final = (
    *("node", "metric", ">left total", ">right total", ">left peak", ">right peak"),
    *(">difference", "at", ">mean abs", ">rms", "within"),
)
# From the one that says least.
_OPTIONAL: Final = ("left total", "right total", "rms", "left peak", "right peak", "mean abs")
_LONGEST_VALUE: Final = 40


def report_comparison(console: Console, found: RunComparison) -> None:
    """Print the parameters that differ, then the metrics by the size of their difference, and a verdict."""
    left, right = (str(side.run.run_id) for side in (found.left, found.right))
    print_title(console, "Comparison", f"{left} (left) and {right} (right)", "bold")
    print_facts(console, _nodes_of_one_run(found))
    if found.parameters:
        rows = [(each.name, _value(each.left), _value(each.right)) for each in found.parameters]
        console.print()
        print_table(console, ("parameter", ">left", ">right"), rows, "parameter")
    if found.metrics:
        times = BinTimes(found.left.run.run.grid)
        console.print()
        cells = [_cells(row, times) for row in sorted(found.metrics, key=_size, reverse=True)]
        print_table(console, _TITLES, cells, "node", _OPTIONAL)
    console.print()
    console.print(_verdict(found), style="bold green" if found.is_passed else "bold red")


def _nodes_of_one_run(found: RunComparison) -> Iterator[tuple[str, str]]:
    for side, nodes in (("left", found.only_left), ("right", found.only_right)):
        if nodes:
            yield f"only {side}", ", ".join(nodes)


def _value(value: Value) -> str:
    if value is None:
        return NOTHING
    text = compact_json(value).decode()
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "..."


def _size(row: MetricComparison) -> float:
    return -1.0 if row.max_difference is None else abs(row.max_difference)


def _cells(row: MetricComparison, times: BinTimes) -> Sequence[str]:
    return (
        *(row.node_id, row.metric),
        *(_number(row.left.total), _number(row.right.total)),
        *(_number(row.left.peak), _number(row.right.peak)),
        _number(row.max_difference),
        NOTHING if row.max_difference_bin is None else times.text(row.max_difference_bin),
        *(_number(row.mean_absolute_error), _number(row.root_mean_square_error)),
        "yes" if row.is_within_tolerance else "no",
    )


def _number(value: float | None) -> str:
    return NOTHING if value is None else short_number(value)


def _verdict(found: RunComparison) -> str:
    if found.is_identical:
        return "Passed: the runs are identical."
    if found.is_passed:
        return "Passed: every difference is within the tolerance."
    beyond = sum(not row.is_within_tolerance for row in found.metrics)
    reasons = []
    if beyond:
        reasons.append(f"{beyond} of {len(found.metrics)} metrics differ by more than the tolerance")
    if found.only_left or found.only_right:
        reasons.append("the runs have different nodes")
    return f"Not passed: {', and '.join(reasons)}."
