"""How two runs differ, as a person sees it."""

from io import StringIO

from rich.console import Console

from examples.compared_runs import CAPACITIES, compared, model_of
from examples.older_bundles import SERIES, older_bundle
from examples.order_support import MODEL
from examples.stored_runs import older_run, stored_run
from examples.workbench import Workbench
from flowtime_domain.state.comparison import RunComparison
from flowtime_domain.state.tolerance import Allowance, Tolerance
from flowtime_entrypoints.cli.comparison_report import report_comparison

SERVICE = {"arrivals": [1, 2, 3], "served": [1, 2, 2]}


def lines(found: RunComparison, width: int = 200) -> list[str]:
    console = Console(file=StringIO(), width=width, color_system=None)
    report_comparison(console, found)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]  # it is the StringIO from above
    return text.splitlines()


def clinic_days(tolerance: Tolerance | None = None) -> RunComparison:
    left, right = (
        Workbench()
        .create(templateId="clinic-day", parameters={"capacity": capacity}, options={"runId": run_id})
        .run
        for run_id, capacity in CAPACITIES.items()
    )
    return compared(left, right, tolerance)


def test_the_worked_example() -> None:
    """Differing parameters come first, then rows by size of difference, and a verdict (operations §4.7)."""
    shown = lines(clinic_days())
    assert shown[0] == "Comparison: left (left) and right (right)"
    assert [line.split() for line in shown[2:4]] == [["parameter", "left", "right"], ["capacity", "20", "24"]]
    assert [line.split() for line in shown[6:10]] == [
        ["Desk", "served", "56", "56", "20", "24", "4", "08:15", "2.667", "3.266", "no"],
        ["Desk", "queue", "-", "-", "6", "2", "-4", "08:15", "1.333", "2.309", "no"],
        ["Desk", "capacity", "60", "72", "20", "24", "4", "08:00", "4", "4", "no"],
        ["Desk", "arrivals", "56", "56", "26", "26", "0", "08:00", "0", "0", "yes"],
    ]
    assert shown[-1] == "Not passed: 3 of 4 metrics differ by more than the tolerance."


def test_what_is_within_the_tolerance() -> None:
    """Differences that are allowed are shown and pass (state §8.3)."""
    shown = lines(clinic_days(Tolerance(default=Allowance(absolute=4.0))))
    assert [line.split()[-1] for line in shown[6:10]] == ["yes"] * 4
    assert shown[-1] == "Passed: every difference is within the tolerance."


def test_nodes_of_one_run() -> None:
    """Nodes that one run has are named, and are a reason of their own (state §8.1)."""
    left, right = stored_run(model_of({"A": SERVICE, "B": SERVICE})), stored_run(model_of({"A": SERVICE}))
    shown = lines(compared(left, right))
    assert shown[1].split() == ["only", "left", "B"]
    assert shown[-1] == "Not passed: the runs have different nodes."
    assert lines(compared(right, left))[1].split() == ["only", "right", "B"]


def test_rows_without_figures() -> None:
    """A row without a bin in common has no figures and comes last (state §8.2)."""
    holes = {**SERIES, "order_arrivals": (None,) * 4, "order_capacity": (None, 6, 9, 4)}
    shown = lines(compared(older_run(older_bundle(holes, mode="telemetry")), stored_run(MODEL)))
    rows = [line.split() for line in shown if line.startswith(("Order", "Support"))]
    assert rows[0][:2] == ["OrderService", "capacity"]
    assert rows[-1] == ["OrderService", "arrivals", *["-"] * 8, "yes"]
    capacity = next(line.split() for line in shown if line.startswith("capacity"))
    assert capacity == ["capacity", "12", "-"]


def test_long_values_and_narrow_terminals() -> None:
    """A long value is cut, and what says least is left out where there is no room (operations §4.7)."""
    found = clinic_days()
    found.left.run.run.provenance.parameters["steps"] = list(range(100))
    shown = lines(compared(found.left.run, found.right.run), 80)
    assert "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,1..." in "\n".join(shown)
    assert not any("left total" in line for line in shown)
    assert max(map(len, shown)) <= 80
