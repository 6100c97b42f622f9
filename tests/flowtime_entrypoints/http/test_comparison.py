"""Comparing runs over HTTP."""

import json

import pytest
from jsonschema import Draft202012Validator

from examples.answers import example
from examples.compared_runs import CAPACITIES, as_in_the_example, model_of, write_template
from examples.http_service import ROOT, Service
from examples.older_bundles import RUN_ID, SERIES, older_bundle, write_bundle
from examples.order_support import MODEL

SCHEMA = json.loads((ROOT / "docs" / "schemas" / "comparison.schema.json").read_bytes())
PATH = "/v1/runs/compare"


@pytest.fixture
def runs(tmp_path):
    """A service with the runs of the worked example, `left` and `right`."""
    with Service(tmp_path / "data", templates_dir=write_template(tmp_path / "templates")) as service:
        for run_id, capacity in CAPACITIES.items():
            parameters = {"capacity": capacity}
            service.create(templateId="clinic-day", parameters=parameters, options={"runId": run_id})
        yield service


def checked(answer):
    """The body of an answer that fits its checked-in schema."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    Draft202012Validator(SCHEMA).validate(answer.json())
    return answer.json()


def test_the_worked_example(runs):
    """The comparison comes out member for member, in order, with the metadata of both runs (state §8.4)."""
    body = checked(runs.get(f"{PATH}?left=left&right=right"))
    assert json.dumps(as_in_the_example(body, {})) == json.dumps(example("comparison"))
    for side in ("left", "right"):
        assert body[side] == runs.get(f"/v1/runs/{side}").json()["metadata"]


def test_a_comparison_is_not_below_a_run(runs):
    """The answer is not kept by anybody, and has no tag (api §4)."""
    answer = runs.get(f"{PATH}?left=left&right=right")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("query", "passed"),
    [
        ("absolute=4", True),
        ("absolute=3.9", False),
        ("absolute=3&relative=0.25", True),
        ("relative=0.5", False),
        ("relative=1", True),
    ],
)
def test_a_tolerance_in_the_query(runs, query, passed):
    """Numbers of the query are what every row may differ by (state §8.3)."""
    body = checked(runs.get(f"{PATH}?left=left&right=right&{query}"))
    assert (body["passed"], body["identical"]) == (passed, False)


def test_a_run_beside_itself(runs):
    """A run is identical to itself (state §8.1)."""
    body = checked(runs.get(f"{PATH}?left=left&right=left"))
    assert (body["identical"], body["passed"], body["parameters"]) == (True, True, [])


@pytest.mark.parametrize(
    ("query", "status", "code", "pointers"),
    [
        ("", 400, "query_invalid", ["/left", "/right"]),
        ("?left=left", 400, "query_invalid", ["/right"]),
        (
            "?left=left&right=right&absolute=-1&relative=x&a=b",
            400,
            "query_invalid",
            ["/a", "/absolute", "/relative"],
        ),
        ("?left=left&right=right&right=left", 400, "query_invalid", ["/right"]),
        ("?left=&right=right", 400, "run_id_invalid", []),
        ("?left=..&absolute=x", 400, "run_id_invalid", []),
        ("?left=%00&right=right", 400, "run_id_invalid", []),
        (f"?left={'x' * 10_000}&right=right", 400, "run_id_invalid", []),
        ("?left=compare&right=right", 400, "run_id_invalid", []),
        ("?left=left&right=none", 404, "run_not_found", []),
    ],
)
def test_bad_questions(runs, query, status, code, pointers):
    """A question that is wrong is a problem that points at it (state §1.4, api §8.7)."""
    answer = runs.get(PATH + query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [finding["pointer"] for finding in answer.json()["errors"]] == pointers


def test_runs_of_other_bins(runs):
    """Runs of other bins are a conflict that names both (api §8.7)."""
    runs.create(model=dict(MODEL), options={"runId": "other"})
    answer = runs.get(f"{PATH}?left=left&right=other")
    assert (answer.status_code, answer.json()["code"]) == (409, "grids_differ")
    assert "run 'left' has 3 of 15 minutes, run 'other' has 4 of 5 minutes" in answer.json()["detail"]


def test_a_corrupt_run(runs):
    """A run that does not verify is not compared (state §1.4)."""
    (runs.runs_root / "right" / "manifest.json").write_text("{}")
    assert runs.get(f"{PATH}?left=left&right=right").json()["code"] == "run_corrupt"


def test_an_older_run_with_gaps(runs):
    """A bundle of an earlier version is compared in the bins that it has (state §8.2, runs §10.2)."""
    holes = {**SERIES, "order_served": (9, None, 9, 4), "order_errors": (None,) * 4}
    write_bundle(runs.runs_root, older_bundle(holes, mode="telemetry"))
    runs.create(model=dict(MODEL), options={"runId": "new"})
    body = checked(runs.get(f"{PATH}?left={RUN_ID}&right=new"))
    rows = {row["metric"]: row for row in body["metrics"] if row["nodeId"] == "OrderService"}
    assert rows["served"]["comparedBins"] == 3
    nothing = dict.fromkeys(("total", "peak", "peakBin", "peakUtc"))
    assert (rows["errors"]["left"], rows["errors"]["maxDifferenceBin"]) == (nothing, None)
    assert body["passed"]


def test_numbers_that_no_number_can_hold(runs):
    """A figure that is not finite is null, and its row is beyond the tolerance (state §1.3, ruling 5)."""
    for run_id, value in (("low", -1.7e308), ("high", 1.7e308)):
        model = model_of(
            {"Desk": {"arrivals": [1, 1, 1], "served": [1, 1, 1], "externalDemand": [value] * 3}}
        )
        assert runs.create(model=model, options={"runId": run_id}).status_code == 201
    body = checked(runs.get(f"{PATH}?left=low&right=high"))
    (row,) = [row for row in body["metrics"] if row["metric"] == "externalDemand"]
    assert (row["maxDifference"], row["left"]["total"], row["withinTolerance"]) == (None, None, False)


def test_other_methods(runs):
    """The path is no run: it can be asked, and nothing else (api §1)."""
    answer = runs.delete(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
