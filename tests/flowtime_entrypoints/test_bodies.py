"""Answer bodies, compared with the examples of the contract member for member."""

import json
from pathlib import Path
from typing import Any

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_domain.runs.encoding import compact_json
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.stored_run import RunSummary
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_domain.use_cases.fetch_template import FetchTemplate
from flowtime_domain.use_cases.list_runs import ListRuns, RunPage
from flowtime_domain.use_cases.list_templates import ListTemplates
from flowtime_domain.use_cases.run_listing import RunListing
from flowtime_domain.use_cases.validate_model import ValidateModel
from flowtime_domain.use_cases.validation_request import ValidationRequest
from flowtime_entrypoints import bodies
from flowtime_entrypoints.settings import read_settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "api"
DETERMINISTIC = {"deterministicRunId": True}


def example(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body


def assert_same(body: dict[str, Any], expected: dict[str, Any]) -> None:
    """Equal members and values in equal order, down to the text of numbers."""
    assert json.loads(compact_json(body)) == expected
    assert compact_json(body) == compact_json(expected)


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


def test_warnings_have_all_their_members() -> None:
    """Each warning has code, severity, message, nodeId, bins and count (runs §5.8)."""
    nodes = [{"id": "visits", "values": [30, 31, 32]}, {"id": "desk_capacity", "values": 1}]
    body = bodies.run_answer(Workbench().create(model={**clinic_desk.MODEL, "nodes": nodes}), "runs")
    assert body["warningCount"] == len(body["warnings"]) > 0
    for warning in body["warnings"]:
        assert list(warning) == ["code", "severity", "message", "nodeId", "bins", "count"]


def test_the_body_of_a_listing() -> None:
    """A listing by page numbers answers with the body of the example (api §7.2)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options=DETERMINISTIC)
    assert_same(bodies.run_list(ListRuns(bench.store)(RunListing())), example("listed"))


def test_a_listing_by_cursor() -> None:
    """Under cursor paging page and pageSize are null (api §7.2)."""
    bench = Workbench()
    for run_id in "ab":
        bench.create(model=clinic_desk.MODEL, options={"runId": run_id})
    body = bodies.run_list(ListRuns(bench.store)(RunListing(limit=1)))
    assert (body["page"], body["pageSize"], body["limit"], body["totalCount"]) == (None, None, 1, 2)
    assert isinstance(body["nextCursor"], str)


def test_a_corrupt_run_in_a_listing() -> None:
    """What is unknown of a corrupt run is null (api §7.2)."""
    summary = RunSummary(RunId("a"), "corrupt", Workbench().clock.now(), None)
    (item,) = bodies.run_list(RunPage((summary,), 1, RunListing()))["items"]
    assert item == {
        **dict.fromkeys(example("listed")["items"][0]),
        "runId": "a",
        "status": "corrupt",
        "createdUtc": "2025-11-04T08:15:03.221045Z",
        "warningCount": 0,
    }


def test_the_body_about_a_template() -> None:
    """A template answers with the body of the example (api §9.2)."""
    entry = FetchTemplate(Workbench().catalogue)("clinic-day")
    assert_same(bodies.template_detail(entry), example("template"))


def test_broken_templates_are_listed_with_their_errors() -> None:
    """A broken template has status and errors, and no parameters to show (api §9.1)."""
    catalogue = Workbench().catalogue
    broken, right = bodies.template_list(ListTemplates(catalogue)())["items"]
    assert (broken["id"], broken["status"], broken["parameterCount"]) == ("broken-day", "broken", 0)
    assert [error["code"] for error in broken["errors"]] == ["parameter_declaration"]
    assert right == {key: value for key, value in example("template").items() if key in right}
    detail = bodies.template_detail(FetchTemplate(catalogue)("broken-day"))
    assert (detail["parameters"], detail["topology"]) == ([], {"nodes": 0, "edges": 0})


def test_the_body_of_a_validation() -> None:
    """An invalid model answers with findings that have their places (api §10.2)."""
    text = (
        "grid: {bins: 3, binSize: 1, binUnit: hours}\n"
        "nodes:\n"
        "  - id: visits\n"
        "    values: 5\n"
        "  - id: seen\n"
        "    kind: expr\n"
        "    expr: MIN(visit, 4)\n"
    )
    bench = Workbench()
    validate_model = ValidateModel(bench.source, bench.limits, bench.gate)
    body = bodies.validation_answer(validate_model(ValidationRequest(model=text)))
    expected = example("validated")
    expected["errors"][0] |= {"pointer": "/nodes/1/expr", "line": 7, "message": body["errors"][0]["message"]}
    assert_same(body, expected)
    valid = bodies.validation_answer(validate_model(ValidationRequest(model=clinic_desk.MODEL)))
    assert valid["isValid"]
    assert valid["grid"] == example("created")["grid"]
    assert valid["series"] == example("planned")["plan"]["series"]


def test_the_limits() -> None:
    """Default limits are those of the example (api §12.1)."""
    assert_same(bodies.limits_answer(read_settings({})), example("limits"))
    assert bodies.limits_answer(read_settings({"FLOWTIME_MAX_BINS": "12"}))["maxBins"] == 12
