"""Comparing two runs."""

import pytest

from examples.stored_runs import READER
from examples.workbench import Workbench
from flowtime_domain.errors import RunNotFoundError
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.tolerance import Tolerance
from flowtime_domain.use_cases.compare_runs import CompareRuns


def test_runs_are_compared_by_their_ids():
    """Two runs of a store are opened and compared, left and right as asked (state §8.1)."""
    bench = Workbench()
    for run_id, capacity in (("a", 20), ("b", 24)):
        bench.create(templateId="clinic-day", parameters={"capacity": capacity}, options={"runId": run_id})
    compare_runs = CompareRuns(bench.store, RunViews(READER))
    found = compare_runs(RunId("b"), RunId("a"), Tolerance())
    assert [str(side.run.run_id) for side in (found.left, found.right)] == ["b", "a"]
    assert [(each.left, each.right) for each in found.parameters] == [(24, 20)]
    with pytest.raises(RunNotFoundError):
        compare_runs(RunId("a"), RunId("c"), Tolerance())
