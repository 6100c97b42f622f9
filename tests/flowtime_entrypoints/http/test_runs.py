"""Creating, listing and reading runs over HTTP."""

import hashlib
import json
from datetime import timedelta

import pytest

from examples.clinic_desk import FILES, MANIFEST_HASH, MODEL, MODEL_YAML, RUN_ID
from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, Service, api_example
from fakes.clock import CLINIC_DESK_CREATED, FixedClock
from flowtime_domain.ports.run_observer import RunDeleted, RunSubject


@pytest.fixture
def desk(tmp_path):
    with Service(tmp_path / "data", clock=FixedClock()) as service:
        service.creation = service.create(**CLINIC_DESK)
        yield service


def test_creation_of_the_clinic_desk(desk):
    """The worked example of a creation comes out member for member, in order (api §6.5)."""
    assert desk.creation.status_code == 201
    assert desk.creation.headers["Location"] == CLINIC_DESK_PATH
    assert json.dumps(desk.creation.json()) == json.dumps(api_example("created"))


def test_an_equal_request_is_answered_by_the_same_run(desk):
    """The second of two equal deterministic creations is 200, reused and equal otherwise (api §6.3)."""
    again = desk.create(**CLINIC_DESK)
    assert again.status_code == 200
    assert again.headers["Location"] == CLINIC_DESK_PATH
    assert again.json() == {**desk.creation.json(), "wasReused": True}


def test_a_model_may_be_an_object(desk):
    """An inline model is a text or an object, and both name the same scenario (runs §2.1)."""
    again = desk.create(model=MODEL, options={"deterministicRunId": True})
    assert again.json()["wasReused"]
    assert again.json()["metadata"]["runId"] == str(RUN_ID)


def test_dry_run_of_the_clinic_desk(service):
    """The worked example of a plan comes out member for member, without a run (api §6.6)."""
    options = {**CLINIC_DESK["options"], "dryRun": True}
    planned = service.create(model=CLINIC_DESK["model"], options=options)
    assert planned.status_code == 200
    assert "Location" not in planned.headers
    assert json.dumps(planned.json()) == json.dumps(api_example("planned"))
    assert service.left_behind == set()


def test_detail_equals_the_answer_to_the_creation(desk):
    """Reading a run gives the body of its creation (api §8.1)."""
    assert desk.get(CLINIC_DESK_PATH).content == desk.creation.content


def test_detail_of_a_reused_run_does_not_say_so(desk):
    """`wasReused` is false in the detail of a run (api §8.1)."""
    desk.create(**CLINIC_DESK)
    assert desk.get(CLINIC_DESK_PATH).json()["wasReused"] is False


def test_artifacts_are_served_as_they_lie_on_the_disk(desk):
    """Index and model are the bytes of the files of the run (api §8.4, §8.6)."""
    run = desk.runs_root / str(RUN_ID)
    index = desk.get(f"{CLINIC_DESK_PATH}/index")
    assert index.headers["Content-Type"] == "application/json"
    assert index.content == (run / "series" / "index.json").read_bytes()
    model = desk.get(f"{CLINIC_DESK_PATH}/model")
    assert model.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert model.content == (run / "model" / "model.yaml").read_bytes() == MODEL_YAML


def test_every_artifact_of_a_run_made_over_http(desk):
    """The run directory holds the files of the worked example, byte for byte, and no others (runs §6)."""
    run = desk.runs_root / str(RUN_ID)
    found = {
        path.relative_to(run).as_posix(): (
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest()[:16],
        )
        for path in run.rglob("*")
        if path.is_file()
    }
    found.pop("manifest.json")
    assert found == FILES
    assert json.loads((run / "manifest.json").read_bytes())["manifestHash"] == MANIFEST_HASH


@pytest.mark.parametrize("series", ["desk_queue", "desk_queue@DESK_QUEUE@DEFAULT", "desk_queue%40DESK_QUEUE"])
def test_series_by_id_or_name(desk, series):
    """A series is named by its id or by how that begins, before an at sign (api §8.5)."""
    answer = desk.get(f"{CLINIC_DESK_PATH}/series/{series}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text == "t,value\n0,0\n1,6\n2,0\n"


def test_series_that_was_not_selected_is_served(service):
    """A series without CSV of its own is served as well (api §8.5)."""
    run_id = service.create(model={**MODEL, "outputs": [{"series": "desk_queue"}]}).json()["metadata"][
        "runId"
    ]
    assert service.get(f"/v1/runs/{run_id}/series/visits").text == "t,value\n0,18\n1,26\n2,12\n"


def test_unknown_series_names_the_nearest(desk):
    """A series that does not exist is answered with the nearest name (api §8.5)."""
    answer = desk.get(f"{CLINIC_DESK_PATH}/series/desk_queu")
    assert answer.status_code == 404
    assert answer.json()["code"] == "series_not_found"
    assert "'desk_queue'" in answer.json()["detail"]


def test_listing_of_the_clinic_desk(desk):
    """The worked example of a listing comes out member for member (api §7.2)."""
    assert json.dumps(desk.get("/v1/runs").json()) == json.dumps(api_example("listed"))


@pytest.fixture
def seven(tmp_path):
    clock = FixedClock()
    with Service(tmp_path / "data", clock=clock) as service:
        for number in range(7):
            clock.moment = CLINIC_DESK_CREATED + timedelta(hours=number // 2)
            service.create(model=MODEL, options={"runId": f"run_{number}"})
        yield service


def run_ids(answer):
    return [item["runId"] for item in answer.json()["items"]]


NEWEST_FIRST = ["run_6", "run_4", "run_5", "run_2", "run_3", "run_0", "run_1"]


def followed(service, path):
    """The answers on all pages from a path on."""
    while path is not None:
        answer = service.get(path)
        yield answer
        link = answer.headers.get("Link")
        assert link is None or link.endswith('>; rel="next"')
        path = None if link is None else link[1:].partition(">")[0]


@pytest.mark.parametrize("query", ["pageSize=3", "limit=3"])
def test_both_ways_of_paging_show_every_run_once(seven, query):
    """Pages go from the newest run to the oldest, equal moments by id, linked until the last (api §7)."""
    pages = list(followed(seven, f"/v1/runs?{query}"))
    assert [run_ids(page) for page in pages] == [NEWEST_FIRST[:3], NEWEST_FIRST[3:6], NEWEST_FIRST[6:]]
    assert {page.json()["totalCount"] for page in pages} == {7}
    assert pages[-1].json()["nextCursor"] is None


def test_each_way_of_paging_leaves_the_other_null(seven):
    """Under page numbers limit and cursor are null, under a cursor page and page size (api §7.2)."""
    numbered = seven.get("/v1/runs?page=2&pageSize=4").json()
    assert (numbered["page"], numbered["pageSize"]) == (2, 4)
    assert (numbered["limit"], numbered["nextCursor"]) == (None, None)
    by_cursor = seven.get("/v1/runs?limit=4").json()
    assert (by_cursor["page"], by_cursor["pageSize"], by_cursor["limit"]) == (None, None, 4)
    assert by_cursor["nextCursor"]


def test_large_pages_are_cut(service):
    """A page size above 200 is taken as 200 (api §7.1)."""
    assert service.get("/v1/runs?pageSize=1000").json()["pageSize"] == 200


def test_page_past_the_end_is_empty(seven):
    """A page past the end has no items, no link and the true count (api §7.2)."""
    answer = seven.get("/v1/runs?page=9")
    assert (run_ids(answer), answer.json()["totalCount"]) == ([], 7)
    assert "Link" not in answer.headers


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("page=0", "out_of_range", "/page"),
        ("page=two", "invalid_type", "/page"),
        ("page=", "invalid_type", "/page"),
        ("page=1&page=2", "repeated_member", "/page"),
        ("page=1&limit=2", "conflicting_members", "/limit"),
        ("cursor=abc", "invalid_cursor", "/cursor"),
        ("pagesize=3", "unknown_member", "/pagesize"),
        ("pageSize=-1", "out_of_range", "/pageSize"),
        ("limit=1e3", "invalid_type", "/limit"),
        ("limit=0", "out_of_range", "/limit"),
        ("cursor=", "invalid_cursor", "/cursor"),
        ("pageSize=2&cursor=32303235", "invalid_cursor", "/cursor"),
        ("status=broken", "out_of_range", "/status"),
        ("status=all&status=all", "repeated_member", "/status"),
        ("hasWarnings=1", "invalid_type", "/hasWarnings"),
        ("hasWarnings=True", "invalid_type", "/hasWarnings"),
        ("createdAfter=noon", "invalid_type", "/createdAfter"),
        ("createdAfter=2025-11-04T08:15:03+01:00", "invalid_type", "/createdAfter"),
        ("createdBefore=2025-13-01", "invalid_type", "/createdBefore"),
        ("q=", "out_of_range", "/q"),
        (f"q={'x' * 201}", "out_of_range", "/q"),
        ("templateID=a", "unknown_member", "/templateID"),
        ("%00=1", "unknown_member", "/\x00"),
    ],
)
def test_wrong_queries(service, query, code, pointer):
    """Each wrong query parameter is named with its code (api §7.1, §13)."""
    answer = service.get(f"/v1/runs?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "query_invalid"
    assert (code, pointer) in [(error["code"], error["pointer"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=complete", NEWEST_FIRST),
        ("status=corrupt", []),
        ("mode=SIMULATION&templateId=Clinic-Desk&hasWarnings=false", NEWEST_FIRST),
        ("mode=telemetry", []),
        ("templateId=clinic", []),
        ("hasWarnings=true", []),
        ("createdAfter=2025-11-04T10:15:03.221045Z", ["run_6", "run_4", "run_5"]),
        ("createdBefore=2025-11-04T10:15:03.221045", ["run_2", "run_3", "run_0", "run_1"]),
        ("createdBefore=2025-11-04T11:15:03.221045%2B01:00", ["run_2", "run_3", "run_0", "run_1"]),
        ("createdAfter=2025-11-04T09:00Z&createdBefore=2025-11-04T10:00Z", ["run_2", "run_3"]),
        ("q=RUN_3", ["run_3"]),
        ("q=nic%20de", NEWEST_FIRST),
        ("q=nic+de", NEWEST_FIRST),
        ("q=%25", []),
        ("q=%00", []),
        ("q=%ff", []),
    ],
)
def test_chosen_runs(seven, query, found):
    """Each filter shows the runs that pass it, and counts them (api §7.1)."""
    answer = seven.get(f"/v1/runs?{query}")
    assert (run_ids(answer), answer.json()["totalCount"]) == (found, len(found))


@pytest.mark.parametrize("paging", ["pageSize=2", "limit=2"])
def test_links_keep_the_filters(seven, paging):
    """The link to the next page asks for the same runs, under both ways of paging (api §7.2)."""
    first = seven.get(f"/v1/runs?q=clinic+desk&createdAfter=2025-11-04T09:15:03.221045Z&{paging}")
    assert "q=clinic+desk" in first.headers["Link"]
    pages = list(followed(seven, first.headers["Link"][1:].partition(">")[0]))
    assert [run_ids(page) for page in (first, *pages)] == [NEWEST_FIRST[:2], NEWEST_FIRST[2:4], ["run_3"]]


def test_corrupt_runs_are_listed_as_such(seven):
    """Corrupt runs are listed under their status and hide no other; what is unknown is null (runs §9.4)."""
    (seven.runs_root / "run_2" / "manifest.json").write_bytes(b"{}")
    (seven.runs_root / "run_3" / "spec.yaml").write_bytes(b"x")
    (seven.runs_root / "empty").mkdir()
    assert run_ids(seven.get("/v1/runs")) == ["run_6", "run_4", "run_5", "run_3", "run_0", "run_1"]
    assert seven.get("/v1/runs/run_3").json()["code"] == "run_corrupt"
    assert run_ids(seven.get("/v1/runs")) == ["run_6", "run_4", "run_5", "run_0", "run_1"]
    corrupt = {item["runId"]: item for item in seven.get("/v1/runs?status=corrupt").json()["items"]}
    assert corrupt.keys() == {"empty", "run_2", "run_3"}
    assert corrupt["run_3"]["createdUtc"] == "2025-11-04T09:15:03.221045Z"
    for run_id in ("empty", "run_2"):
        found = corrupt[run_id]
        assert (found.pop("runId"), found.pop("status"), found.pop("warningCount")) == (run_id, "corrupt", 0)
        assert found.pop("createdUtc").endswith("Z")
        assert set(found.values()) == {None}
    assert seven.get("/v1/runs?status=all").json()["totalCount"] == 8


def test_a_restored_run_is_listed_as_complete(seven):
    """A run that is found intact again is listed so (runs §10.3)."""
    spec = seven.runs_root / "run_3" / "spec.yaml"
    content = spec.read_bytes()
    spec.write_bytes(b"x")
    seven.get("/v1/runs/run_3")
    assert run_ids(seven.get("/v1/runs?status=corrupt")) == ["run_3"]
    spec.write_bytes(content)
    assert seven.get("/v1/runs/run_3").status_code == 200
    assert run_ids(seven.get("/v1/runs?status=corrupt")) == []
    assert run_ids(seven.get("/v1/runs")) == NEWEST_FIRST


def test_deleting_a_run(seven):
    """A deleted run is neither found nor listed, its directory is gone, and it is told of (api §8.2)."""
    answer = seven.delete("/v1/runs/run_3")
    assert (answer.status_code, answer.content) == (204, b"")
    assert seven.get("/v1/runs/run_3").status_code == 404
    assert seven.delete("/v1/runs/run_3").json()["code"] == "run_not_found"
    assert run_ids(seven.get("/v1/runs")) == [run_id for run_id in NEWEST_FIRST if run_id != "run_3"]
    assert "run_3" not in " ".join(seven.left_behind)
    (deleted,) = [event for event in seven.observer.events if isinstance(event, RunDeleted)]
    assert deleted.subject == RunSubject("run_3", "clinic-desk", "simulation")
    assert seven.create(model=MODEL, options={"runId": "run_3"}).status_code == 201


def test_deleting_a_corrupt_run(seven):
    """A corrupt run can be deleted, whatever is left of it (runs §8.1)."""
    (seven.runs_root / "run_3" / "manifest.json").unlink()
    (seven.runs_root / "stray").write_text("no directory")
    assert seven.get("/v1/runs/stray").json()["code"] == "run_corrupt"
    for run_id in ("run_3", "stray"):
        assert seven.delete(f"/v1/runs/{run_id}").status_code == 204
        assert seven.get(f"/v1/runs/{run_id}").status_code == 404
    assert seven.get("/v1/runs?status=all").json()["totalCount"] == 6


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/runs/nobody", 404, "run_not_found"),
        ("/v1/runs/compare", 405, "method_not_allowed"),
        ("/v1/runs/a..b", 400, "run_id_invalid"),
        ("/v1/runs/%2e%2e", 400, "run_id_invalid"),
        ("/v1/runs/a%00b", 400, "run_id_invalid"),
        (f"/v1/runs/{'x' * 10_000}", 400, "run_id_invalid"),
        ("/v1/runs/run_3?x=1", 400, "query_invalid"),
        ("/v1/runs", 405, "method_not_allowed"),
    ],
)
def test_what_cannot_be_deleted(seven, path, status, code):
    """Wrong ids and unknown runs are problems, and nothing is deleted (api §8.2)."""
    answer = seven.delete(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert seven.get("/v1/runs?status=all").json()["totalCount"] == 7


def test_idempotency_key_is_refused_rather_than_ignored(service):
    """A creation with an Idempotency-Key is refused, without a run (api §6.1)."""
    answer = service.post("/v1/runs", CLINIC_DESK, Idempotency_Key="a")
    assert (answer.status_code, answer.json()["code"]) == (400, "feature_unavailable")
    assert service.left_behind == set()


@pytest.mark.parametrize("part", ["", "/index", "/model", "/series/visits"])
def test_answers_about_a_run_have_a_strong_tag(desk, part):
    """A caller who has an answer about a run gets 304 without body, in whatever encoding (api §4.2)."""
    answer = desk.get(CLINIC_DESK_PATH + part)
    tag = answer.headers["ETag"].replace("-br", "")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    for given in (tag, f"W/{tag}", f'"x", {tag[:-1]}-gzip"', "*"):
        again = desk.get(CLINIC_DESK_PATH + part, If_None_Match=given)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Cache-Control"] == "private, no-cache"
    assert desk.get(CLINIC_DESK_PATH + part, If_None_Match='"other"').status_code == 200


def test_tag_of_the_worked_example(desk):
    """The tag of the example is the one of the reference (api §4.2)."""
    manifest = json.loads((desk.runs_root / str(RUN_ID) / "manifest.json").read_bytes())
    assert manifest["manifestHash"] == MANIFEST_HASH
    answer = desk.get(f"{CLINIC_DESK_PATH}/index", Accept_Encoding="identity")
    assert answer.headers["ETag"] == '"656ca8ae890952abac3c3150803be7bd"'
    assert desk.get(f"{CLINIC_DESK_PATH}/index", Accept_Encoding="gzip").headers["ETag"] == (
        '"656ca8ae890952abac3c3150803be7bd-gzip"'
    )


def test_a_tag_does_not_hide_that_a_run_is_gone(desk):
    """The run must exist and be intact before 304 is answered (api §4.2)."""
    assert desk.get("/v1/runs/other", If_None_Match="*").status_code == 404
    (desk.runs_root / str(RUN_ID) / "run.json").write_text("{}")
    (desk.runs_root / str(RUN_ID) / "manifest.json").write_text("{}")
    assert desk.get(CLINIC_DESK_PATH, If_None_Match="*").json()["code"] == "run_corrupt"


@pytest.mark.parametrize("part", ["", "/index", "/model", "/series/visits"])
def test_runs_take_no_query(desk, part):
    """An unknown query parameter of an answer about a run is an error (api §1.3)."""
    answer = desk.get(f"{CLINIC_DESK_PATH}{part}?x=1")
    assert (answer.status_code, answer.json()["code"]) == (400, "query_invalid")
