"""The answer about how two runs differ."""

from examples.answers import assert_same, example
from examples.compared_runs import CAPACITIES, as_in_the_example, compared, model_of
from examples.stored_runs import stored_run
from examples.workbench import Workbench
from flowtime_entrypoints import bodies
from flowtime_entrypoints.bodies.comparison import comparison_answer


def test_the_worked_example():
    """The answer is the body of the example, member for member, with the metadata of both (state §8.4)."""
    runs = [
        Workbench().create(templateId="clinic-day", parameters={"capacity": capacity}).run
        for capacity in CAPACITIES.values()
    ]
    body = comparison_answer(compared(*runs), "runs", "others")
    assert_same(as_in_the_example(body, {}), example("comparison"))
    assert body["left"] == bodies.run_metadata(runs[0], "runs")
    assert body["right"] == bodies.run_metadata(runs[1], "others")


def test_each_side_has_its_own_times():
    """A peak has the time of its own run, and none where the run has no start (state §8.1, §8.2)."""
    grids = [
        {"bins": 2, "binSize": 1, "binUnit": "hours", "start": "2025-03-03T08:00:00Z"},
        {"bins": 2, "binSize": 60, "binUnit": "minutes"},
    ]
    places = {"Desk": {"arrivals": [1, 2], "served": [1, 2]}}
    found = compared(*(stored_run(model_of(places, grid)) for grid in grids))
    row = comparison_answer(found, "runs", "runs")["metrics"][0]
    assert row["left"] == {"total": 3, "peak": 2, "peakBin": 1, "peakUtc": "2025-03-03T09:00:00Z"}
    assert row["right"] == {"total": 3, "peak": 2, "peakBin": 1, "peakUtc": None}
