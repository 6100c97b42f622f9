"""What holds for every answer."""

import json

import pytest

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, Service
from flowtime_entrypoints.http.edge import HTTP_REQUEST

PATHS = ["/v1/limits", "/healthz", "/metrics", "/schema", "/nowhere", "/v1/runs/other", "/v1/runs/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_its_headers(service, path):
    """Every answer names its request and forbids sniffing; what is no run is not stored (api §1.4, §4.2)."""
    answer = service.get(path, X_Request_Id="mine-1")
    assert answer.headers["X-Request-Id"] == "mine-1"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_badly_named_request_gets_a_new_name(service):
    """A request id that is not well formed is replaced, and problems quote the new one (api §1.4, §2.1)."""
    answer = service.get("/nowhere", X_Request_Id="not well formed")
    name = answer.headers["X-Request-Id"]
    assert name != "not well formed"
    assert answer.json()["instance"] == f"urn:flowtime:request:{name}"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/runs/",
        "/v1/runs/a/",
        "/v1//runs",
        "//v1/runs",
        "/v1/runs//index",
        "/v1/runs/a%2Fb",
        "/v1/runs/a%2fb/index",
        "/v1/runs/a/b",
        "/v1/runs/a/series/x/y",
        "/V1/runs",
        "/v1",
        "/",
        "/healthz/",
        "/schema/",
        "/schema/nothing",
        "/schema/assets/nothing",
        "/schema/assets/%2e%2e",
        "/v1/telemetry/captures/x/y",
    ],
)
def test_paths_that_lead_nowhere(service, path):
    """Empty segments, trailing and encoded slashes and unknown paths are no routes (api §1.3)."""
    answer = service.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "route_not_found")


@pytest.mark.parametrize(
    "name", ["a%00b", "%ff", "%zz", "%25", "a%20b", "..%5c..", "x" * 10_000, "%F0%9F%9A%80"]
)
def test_ids_that_are_none(service, name):
    """What is decoded is judged by the type of the id, whatever it holds (api §1.3)."""
    answer = service.get(f"/v1/runs/{name}")
    assert (answer.status_code, answer.json()["code"]) == (400, "run_id_invalid")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/runs", "GET, POST"),
        ("PUT", "/v1/runs/run_a", "DELETE, GET"),
        ("GET", "/v1/validate", "POST"),
        ("POST", "/healthz", "GET"),
        ("OPTIONS", "/v1/runs", "GET, POST"),
        ("HEAD", "/v1/runs", "GET, POST"),
        ("TRACE", "/v1/limits", "GET"),
        ("BREW", "/v1/limits", "GET"),
    ],
)
def test_methods_that_are_not_allowed(service, method, path, allowed):
    """A method that a path does not know is answered with those that it knows (api §13)."""
    answer = service.client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == allowed
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_compression(service, encoding):
    """Bodies of 1 KiB and more are compressed if the caller wants it, smaller ones are not (api §1.6)."""
    large = service.get("/v1/templates", Accept_Encoding=encoding)
    assert large.headers["Content-Encoding"] == encoding
    assert large.headers["Vary"] == "Accept-Encoding"
    assert len(large.content) >= 1024
    small = service.get("/v1/limits", Accept_Encoding=encoding)
    assert "Content-Encoding" not in small.headers
    assert len(small.content) < 1024


def test_refused_compression(service):
    """A weight of 0 refuses an encoding (api §1.6)."""
    answer = service.get("/v1/templates", Accept_Encoding="br;q=0, gzip;q=0")
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "headers", [{"Accept_Encoding": "identity"}, {"Accept_Encoding": "br"}, {"If_None_Match": "*"}]
)
def test_answers_about_a_run_vary_by_encoding(service, headers):
    """A cache is told of the encodings with every form of an answer, 304 included (api §1.6, §4.2)."""
    service.create(**CLINIC_DESK)
    answer = service.get(f"{CLINIC_DESK_PATH}/index", **headers)
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.fixture
def logged(tmp_path, capsys):
    """Answers a request and gives the events about HTTP that were logged."""

    def request(method, path, **headers):
        with Service(tmp_path / "data", log_level="info") as service:
            service.create(**CLINIC_DESK)
            capsys.readouterr()
            answer = service.client.request(method, path, headers=headers)
            lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
            return answer, [line for line in lines if line["event"] == HTTP_REQUEST[0]]

    return request


def test_each_request_is_logged_once(logged):
    """A request is logged with method, template of its path, status, time and bytes (operations §2.6)."""
    answer, events = logged("GET", f"{CLINIC_DESK_PATH}/index", **{"X-Request-Id": "mine-1"})
    (event,) = events
    assert event["eventId"] == 1001
    assert event["level"] == "info"
    assert event["requestId"] == "mine-1"
    assert (event["method"], event["route"], event["status"]) == ("GET", "/v1/runs/{runId}/index", 200)
    assert event["bytes"] == int(answer.headers["Content-Length"])
    assert event["elapsedMs"] >= 0


def test_paths_that_lead_nowhere_are_logged_without_route(logged):
    """What a caller wrote as path is not logged (operations §2.6)."""
    _, (event,) = logged("GET", "/some-secret")
    assert (event["route"], event["status"]) == (None, 404)
    assert "some-secret" not in json.dumps(event)


def test_trace_context_is_logged(logged):
    """A valid traceparent is taken into the log (api §1.4)."""
    trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    _, (event,) = logged("GET", "/healthz", traceparent=f"00-{trace}-{span}-01")
    assert (event["traceId"], event["spanId"]) == (trace, span)


def test_events_of_a_creation_bear_the_request_id(tmp_path, capsys):
    """What happens to a run is logged under the request that made it (operations §2.2)."""
    with Service(tmp_path, log_level="info") as service:
        service.create(**CLINIC_DESK)
        capsys.readouterr()
        answer = service.post("/v1/runs", CLINIC_DESK, X_Request_Id="mine-2")
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert answer.json()["wasReused"]
    assert [line["eventId"] for line in lines] == [4001, 4002, 4005, 1001]
    assert {line["requestId"] for line in lines} == {"mine-2"}
