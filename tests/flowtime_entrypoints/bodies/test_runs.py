"""Answers about runs, compared with the examples of the contract member for member."""

from examples import clinic_desk
from examples.answers import assert_same, example
from examples.workbench import Workbench
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_domain.use_cases.list_runs import ListRuns, RunPage
from flowtime_domain.use_cases.run_listing import RunListing
from flowtime_entrypoints import bodies

DETERMINISTIC = {"deterministicRunId": True}


def test_the_body_of_a_creation() -> None:
    """A creation answers with the body of the example (api §6.5)."""
    outcome = Workbench().create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert_same(bodies.run_answer(outcome, "runs"), example("created"))


def test_a_reused_run_differs_in_one_member() -> None:
    """The body of a reused run is that of the creation, but for `wasReused` (runs §4.3)."""
    bench = Workbench()
    created, reused = (bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC) for _ in range(2))
    expected = {**bodies.run_answer(created, "runs"), "wasReused": True}
    assert bodies.run_answer(reused, "runs") == expected


def test_the_body_about_a_run() -> None:
    """Reading a run gives the members of its creation (api §8.1)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    run = FetchRun(bench.store)(str(clinic_desk.RUN_ID))
    assert_same(bodies.run_detail(run, "runs"), example("created"))


def test_storage_is_relative_to_the_parent_of_the_runs_root() -> None:
    """Paths begin with the name of the directory of runs (api §6.4)."""
    outcome = Workbench().create(model=clinic_desk.MODEL, options={"runId": "a"})
    storage = bodies.run_answer(outcome, "elsewhere")["metadata"]["storage"]
    assert storage["modelPath"] == "elsewhere/a/model/model.yaml"


def test_the_body_of_a_plan() -> None:
    """A dry run answers with the body of the example (api §6.6)."""
    plan = Workbench().plan(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert_same(bodies.plan_answer(plan, "runs"), example("planned"))


def test_the_body_of_a_listing() -> None:
    """A listing by page numbers answers with the body of the example (api §7.2)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert_same(bodies.run_list(ListRuns(bench.upkeep)(RunListing())), example("listed"))


def test_a_listing_by_cursor() -> None:
    """Under cursor paging page and pageSize are null (api §7.2)."""
    bench = Workbench()
    for run_id in "ab":
        bench.create(model=clinic_desk.MODEL, options={"runId": run_id})
    body = bodies.run_list(ListRuns(bench.upkeep)(RunListing(limit=1)))
    assert (body["page"], body["pageSize"], body["limit"], body["totalCount"]) == (None, None, 1, 2)
    assert isinstance(body["nextCursor"], str)


def test_a_corrupt_run_in_a_listing() -> None:
    """What is unknown of a corrupt run is null (api §7.2)."""
    summary = RunSummary.unknown(RunId("a"), Workbench().clock.now())
    (item,) = bodies.run_list(RunPage((summary,), 1, RunListing()))["items"]
    assert item == {
        **dict.fromkeys(example("listed")["items"][0]),
        "runId": "a",
        "status": "corrupt",
        "createdUtc": "2025-11-04T08:15:03.221045Z",
        "warningCount": 0,
    }
