"""Rules about numbers where some are missing."""

import numpy as np
import pytest

from examples.replays import GAP, MODEL_GRID, telemetry_model
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.evaluation.invariants.gaps import non_finite_values

GRID = {**MODEL_GRID, "bins": 5}
DESK = {"id": "Desk", "kind": "serviceWithBuffer", "semantics": {"arrivals": "a", "capacity": "c"}}


def warned(captured, *nodes, places=(DESK,), **topology):
    sources = [{"id": name, "source": f"{name}.csv"} for name in captured]
    document = {"grid": GRID, "nodes": [*sources, *nodes], "topology": {"nodes": list(places), **topology}}
    return evaluate_plan(compile_model(telemetry_model(document), None, captured)).warnings


def found(*given, **topology):
    return {(warning.code, warning.node_id): warning for warning in warned(*given, **topology)}


def test_each_series_with_gaps_is_told_of():
    """Every published series that is not finite in some bin is listed at run level (engine §12.1)."""
    root = {"id": "root", "kind": "expr", "expr": "a + SQRT(3 - BIN())"}
    warnings = warned({"a": (GAP, 1, 1, GAP, 1), "c": (1, 1, 1, 1, 1)}, root)
    assert [(each.message, each.bins, each.node_id) for each in warnings[:2]] == [
        ("Series 'a' has no finite value in 2 of 5 bins.", (0, 3), None),
        ("Series 'root' has no finite value in 3 of 5 bins.", (0, 3, 4), None),
    ]


def test_a_series_without_gaps_is_not():
    """A series that is finite in all bins has no such warning (engine §12.1)."""
    assert non_finite_values("a", np.array([1.0, 2.0])) is None


def test_rules_look_at_finite_values_only():
    """A gap offends no rule, and hides none of the bins that do (engine §12.1)."""
    warnings = found({"a": (GAP, -1, 4, GAP, 4), "c": (GAP, -2, 0, 0, 0)})
    negative = warnings["arrivals_negative", "Desk"]
    assert (negative.bins, "lowest in bin 1: -1" in negative.message) == ((1,), True)
    assert ("capacity_all_zero", "Desk") not in warnings


def test_unknown_capacity_is_not_zero():
    """A capacity that is missing in some bins is not known to be 0 in all (engine §12.1)."""
    assert ("capacity_all_zero", "Desk") not in found({"a": (1,) * 5, "c": (0, 0, GAP, 0, 0)})
    assert ("capacity_all_zero", "Desk") in found({"a": (1,) * 5, "c": (0,) * 5})


@pytest.mark.parametrize(
    ("arrivals", "is_found"),
    [((GAP, 1, 9, GAP, 9), True), ((GAP, 1, 1, GAP, 1), False), ((GAP, GAP, 1, 9, 1), False)],
)
def test_halves_are_compared_by_what_is_known(arrivals, is_found):
    """Means of the halves leave gaps out; a half without a value says nothing (engine §12.1)."""
    assert (("non_stationary", "Desk") in found({"a": arrivals, "c": (1,) * 5})) is is_found


def test_a_shared_capacity_with_gaps():
    """The lowest known capacity of a constraint is told (ruling 29)."""
    shared = {"id": "beds", "semantics": {"served": "s"}, "nodes": ["Desk"]}
    captured = {"a": (1,) * 5, "c": (1,) * 5, "s": (GAP, -1, -3, GAP, 1)}
    warning = found(captured, constraints=[shared])["constraint_capacity_negative", None]
    assert (warning.bins, warning.message.endswith("lowest: -3.")) == ((1, 2), True)


def test_a_schedule_that_lets_nothing_out_in_spite_of_gaps():
    """Work that arrives beside gaps and never leaves is told of (engine §12.1)."""
    place = {**DESK, "dispatchSchedule": {"periodBins": 9, "phaseOffset": 8}}
    warnings = found({"a": (GAP, 1, 1, GAP, 1), "c": (1,) * 5}, places=[place])
    assert ("dispatch_never_releases", "Desk") in warnings
