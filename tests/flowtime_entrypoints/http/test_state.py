"""State, windows and structure of runs over HTTP."""

import json
from urllib.parse import quote

import pytest
from jsonschema import Draft202012Validator

from examples import order_support
from examples.answers import example
from examples.clinic_desk import MANIFEST_HASH, MODEL, RUN_ID
from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, ROOT, Service
from fakes.clock import FixedClock
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_domain.state.run_view import METRICS
from flowtime_entrypoints.http.conditional import entity_tag

PATH = f"/v1/runs/{order_support.RUN_ID}"
SNAPSHOT = f"{PATH}/state?{order_support.SNAPSHOT_QUERY}"
WINDOW = f"{PATH}/state_window?{order_support.WINDOW_QUERY}"
TEMPLATES = [file.name for file in PackagedTemplateSource().all()]
SCHEMAS = {
    name: json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())
    for name in ("state-snapshot", "state-window", "graph")
}


def checked(name, answer):
    """The body of an answer that fits its checked-in schema."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    Draft202012Validator(SCHEMAS[name]).validate(answer.json())
    return answer.json()


@pytest.fixture
def runs(tmp_path):
    """A service with the runs of the worked examples."""
    with Service(tmp_path / "data", clock=FixedClock()) as service:
        options = {"runId": order_support.RUN_ID}
        service.creation = service.create(model=dict(order_support.MODEL), options=options).json()
        service.create(**CLINIC_DESK)
        service.observer.events.clear()
        yield service


@pytest.mark.parametrize(
    ("path", "name", "schema"),
    [(SNAPSHOT, "snapshot", "state-snapshot"), (WINDOW, "window", "state-window")],
)
def test_the_worked_example(runs, path, name, schema):
    """Snapshot and window of the example come out member for member, in order (state §6.3, §6.4)."""
    expected = {**example(name), "metadata": runs.creation["metadata"]}
    assert json.dumps(checked(schema, runs.get(path))) == json.dumps(expected)


def test_the_graph_of_the_clinic_desk(runs):
    """The structure of the clinic desk comes out member for member, in order (state §7.3)."""
    found = checked("graph", runs.get(f"{CLINIC_DESK_PATH}/graph"))
    assert json.dumps(found) == json.dumps(example("graph"))


def test_each_answer_is_told_once(runs):
    """A snapshot and a window each give one event, a known answer and a failure none (operations §2.6)."""
    tag = runs.get(SNAPSHOT).headers["ETag"]
    runs.get(WINDOW)
    assert runs.observer.names == ["SnapshotRead", "WindowRead"]
    assert runs.get(SNAPSHOT, If_None_Match=tag).status_code == 304
    runs.get(f"{PATH}/state?binIndex=4")
    assert runs.observer.names == ["SnapshotRead", "WindowRead"]


def test_tags(runs):
    """The tag is made of bundle, path and canonical query; another order of names is the same (api §4.2)."""
    first = runs.get(f"{CLINIC_DESK_PATH}/state?binIndex=1&nodeIds=Desk", Accept_Encoding="identity")
    query, version = {"binIndex": "1", "nodeIds": "Desk"}, runs.container.engine_version()
    assert first.headers["ETag"] == entity_tag(MANIFEST_HASH, f"{CLINIC_DESK_PATH}/state", query, version)
    again = runs.get(f"{CLINIC_DESK_PATH}/state?nodeIds=Desk&binIndex=1", Accept_Encoding="identity")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.content == first.content
    other = runs.get(f"{CLINIC_DESK_PATH}/state?binIndex=2&nodeIds=Desk", Accept_Encoding="identity")
    assert other.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("path", [SNAPSHOT, WINDOW, f"{PATH}/graph"])
def test_a_caller_who_has_the_answer(runs, path):
    """Whoever has the answer, in whatever encoding, gets 304 without a body (api §4.2)."""
    answer = runs.get(path, Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    known = runs.get(path, If_None_Match=f'"x", W/{answer.headers["ETag"]}')
    assert (known.status_code, known.content) == (304, b"")
    assert known.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "code", "pointers"),
    [
        ("/state", "query_invalid", ["/binIndex"]),
        ("/state?binIndex=", "query_invalid", ["/binIndex"]),
        ("/state?binIndex=one", "query_invalid", ["/binIndex"]),
        ("/state?binIndex=1.5", "query_invalid", ["/binIndex"]),
        ("/state?binIndex=1&binIndex=1", "query_invalid", ["/binIndex"]),
        ("/state?binIndex=1&metrics=queue", "query_invalid", ["/metrics"]),
        ("/state?binIndex=1&nodeIds=", "query_invalid", ["/nodeIds"]),
        ("/state?binIndex=4", "bin_out_of_range", ["/binIndex"]),
        ("/state?binIndex=-1", "bin_out_of_range", ["/binIndex"]),
        ("/state?binIndex=" + "9" * 400, "bin_out_of_range", ["/binIndex"]),
        ("/state?binIndex=1&nodeIds=OrderServic,Supportqueue", "unknown_node", ["/nodeIds", "/nodeIds"]),
        ("/state?binIndex=1&nodeIds=%00", "unknown_node", ["/nodeIds"]),
        ("/state?binIndex=1&nodeIds=" + "x" * 10_000, "unknown_node", ["/nodeIds"]),
        ("/state_window", "query_invalid", ["/endBin", "/startBin"]),
        ("/state_window?startBin=0&endBin=3&metrics=", "query_invalid", ["/metrics"]),
        ("/state_window?startBin=0&endBin=3&metrics=queue,,served", "query_invalid", ["/metrics"]),
        ("/state_window?startBin=x&endBin=y&a=b", "query_invalid", ["/a", "/endBin", "/startBin"]),
        ("/state_window?startBin=2&endBin=1", "bin_out_of_range", ["/endBin"]),
        ("/state_window?startBin=-2&endBin=9", "bin_out_of_range", ["/startBin", "/endBin"]),
        ("/state_window?startBin=0&endBin=3&metrics=quue", "unknown_metric", ["/metrics"]),
        ("/state_window?startBin=0&endBin=3&nodeIds=a", "unknown_node", ["/nodeIds"]),
        ("/graph?binIndex=1", "query_invalid", ["/binIndex"]),
    ],
)
def test_bad_questions(runs, path, code, pointers):
    """A question that is wrong, or that no bin answers, is a problem that points at it (state §1.4)."""
    answer = runs.get(PATH + path)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, code)
    assert [finding["pointer"] for finding in body["errors"]] == pointers


@pytest.mark.parametrize(
    "text", ["..", "%2e%2e", "%00", "a%00", "x" * 10_000, ".hidden", "a..b", "%F0%9F%98%80", "a b", "compare"]
)
@pytest.mark.parametrize("path", ["state?binIndex=0", "state_window?startBin=0&endBin=0", "graph", "state"])
def test_bad_ids(runs, text, path):
    """What is no run id is told before the query is looked at, and never a fault (state §1.4, runs §3.7)."""
    answer = runs.client.get(f"/v1/runs/{text}/{path}")
    assert answer.status_code in (400, 404)
    assert answer.json()["code"] in ("run_id_invalid", "route_not_found")


def test_an_unknown_run(runs):
    """A run that does not exist is told after the query was read (state §1.4)."""
    assert runs.get("/v1/runs/none/state?binIndex=0").json()["code"] == "run_not_found"
    assert runs.get("/v1/runs/none/state?binIndex=x").json()["code"] == "query_invalid"
    assert runs.get("/v1/runs/none/graph").json()["code"] == "run_not_found"


def test_a_corrupt_run(runs):
    """A run that does not verify has no state (state §1.4, runs §9.4)."""
    matrix = runs.runs_root / str(RUN_ID) / "series" / "matrix.npy"
    matrix.write_bytes(matrix.read_bytes()[:-1] + b"\x01")
    assert runs.get(f"{CLINIC_DESK_PATH}/state?binIndex=0").status_code == 409


def test_a_run_without_places(runs):
    """A model without topology nodes has a graph and no state (state §1.4, api §8.3)."""
    model = {"grid": MODEL["grid"], "nodes": [{"id": "a", "values": 1}]}
    runs.create(model=model, options={"runId": "bare"})
    answer = runs.get("/v1/runs/bare/state?binIndex=99")
    assert (answer.status_code, answer.json()["code"]) == (412, "topology_missing")
    assert checked("graph", runs.get("/v1/runs/bare/graph"))["nodes"] == []


def test_a_window_of_ten_thousand_bins(service):
    """A long window comes in one answer, every bin of it (state §5.4)."""
    bins = 10_000
    nodes = [
        {"id": "visits", "kind": "expr", "expr": "MOD(BIN(), 7)"},
        {"id": "desk_capacity", "kind": "const", "values": 2.5},
    ]
    model = {**MODEL, "grid": {**MODEL["grid"], "bins": bins}, "nodes": nodes}
    service.create(model=model, options={"runId": "long"})
    found = checked("state-window", service.get(f"/v1/runs/long/state_window?startBin=0&endBin={bins - 1}"))
    assert found["window"] == {"startBin": 0, "endBin": bins - 1, "binCount": bins}
    assert len(found["timestampsUtc"]) == len(set(found["timestampsUtc"])) == bins
    assert found["nodes"][0]["series"]["arrivals"] == [index % 7 for index in range(bins)]
    assert {len(values) for values in found["nodes"][0]["series"].values()} == {bins}


def test_a_window_beyond_the_limit(tmp_path):
    """A window of more numbers than allowed is 413, with limit and request (state §5.4, api §8.3)."""
    with Service(tmp_path / "data", max_window_points=71) as service:
        service.create(model=dict(order_support.MODEL), options={"runId": order_support.RUN_ID})
        answer = service.get(f"{PATH}/state_window?startBin=0&endBin=3")
        assert answer.status_code == 413
        (finding,) = answer.json()["errors"]
        assert (finding["limit"], finding["requested"]) == (71, 72)
        assert finding["setting"] == "FLOWTIME_MAX_WINDOW_POINTS"
        assert service.get(f"{PATH}/state_window?startBin=0&endBin=2").status_code == 200


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_packaged_template(service, template):
    """First, middle and last bin and the whole window of each template fit their creation (state §3.1)."""
    creation = service.create(templateId=template).json()
    path, bins = f"/v1/runs/{creation['metadata']['runId']}", creation["grid"]["bins"]
    query = f"startBin=0&endBin={bins - 1}&metrics={quote(','.join(METRICS))}"
    window = checked("state-window", service.get(f"{path}/state_window?{query}"))
    assert (window["metadata"], window["warnings"]) == (creation["metadata"], creation["warnings"])
    for index in (0, bins // 2, bins - 1):
        snapshot = checked("state-snapshot", service.get(f"{path}/state?binIndex={index}"))
        assert (snapshot["metadata"], snapshot["warnings"]) == (creation["metadata"], creation["warnings"])
        assert snapshot["bin"]["startUtc"] == window["timestampsUtc"][index]
        for node, series in zip(snapshot["nodes"], window["nodes"], strict=True):
            column = {metric: values[index] for metric, values in series["series"].items()}
            assert node["metrics"] | node["derived"] == dict.fromkeys(METRICS) | column
    graph = checked("graph", service.get(f"{path}/graph"))
    assert [node["id"] for node in graph["nodes"]] == [node["id"] for node in window["nodes"]]
    assert len(graph["series"]) == creation["seriesCount"]
