"""The application as a whole."""

import json

import pytest
from dependency_injector import providers

from examples.http_service import CLINIC_DESK, Service
from fakes.clock import FixedClock
from flowtime_entrypoints.http.app import application


class BrokenStore:
    """A store with a bug."""

    def open_run(self, run_id):
        raise RuntimeError(f"the secret of {run_id}")

    def opened_run(self, run_id):
        return None

    def marker(self):
        raise RuntimeError("another secret")


@pytest.fixture
def broken(tmp_path):
    with Service(tmp_path) as service:
        service.container.artifact_store.override(providers.Object(BrokenStore()))
        yield service


@pytest.mark.parametrize("path", ["/v1/runs/run_a", "/v1/runs"])
def test_bugs_say_nothing_about_the_inside(broken, path, capsys):
    """A bug is answered without its cause, which is logged under the request's id (api §2.3)."""
    answer = broken.get(path, X_Request_Id="mine-3")
    body = answer.json()
    assert (answer.status_code, body["code"]) == (500, "internal_error")
    assert body["detail"] == "The server failed. Quote the request id."
    assert "secret" not in answer.text
    logged = json.loads(capsys.readouterr().err.splitlines()[0])
    assert (logged["requestId"], logged["level"]) == ("mine-3", "error")
    assert "secret" in logged["exception"]


def test_bug_in_a_creation_is_counted_and_reported(broken):
    """A bug fails the creation as every other failure does (runs §5.6)."""
    answer = broken.create(**CLINIC_DESK)
    assert answer.json()["code"] == "internal_error"
    assert broken.observer.names[-1] == "RunFailed"
    assert broken.count("run_failed_total") == 1


def test_wrong_host_header(service):
    """A host that cannot be one is a problem like any other (api §2.1)."""
    answer = service.get("/v1/limits", Host="not/a/host")
    assert (answer.status_code, answer.json()["code"]) == (400, "request_invalid")


def test_application_from_the_environment(tmp_path, monkeypatch):
    """The import string gives the API with the settings of the environment (operations §1.1)."""
    monkeypatch.setenv("FLOWTIME_DATA_DIR", str(tmp_path))
    assert callable(application())
    monkeypatch.setenv("FLOWTIME_PORT", "none")
    with pytest.raises(Exception, match="FLOWTIME_PORT"):
        application()


def test_order_of_checks(tmp_path):
    """Of several faults the one that is looked at first is answered (api §1.5)."""
    with Service(tmp_path, max_body_bytes=200, max_concurrent_creations=1) as service:
        headers = {"Content-Type": "text/plain", "Idempotency-Key": "a"}
        faults = []

        def answer(path, content):
            response = service.client.post(path, content=content, headers=headers)
            faults.append(response.json()["code"])

        with service.container.creation_gate().place():
            answer("/v1/nowhere?x=1", b" " * 201)
            answer("/v1/runs?x=1", b" " * 201)
            answer("/v1/runs?x=1", b" ")
            headers["Content-Type"] = "application/json"
            answer("/v1/runs?x=1", b"{")
            answer("/v1/runs?x=1", b"{}")
            answer("/v1/runs?x=1", b'{"templateId": "none"}')
            answer("/v1/runs", b'{"templateId": "none"}')
            del headers["Idempotency-Key"]
            answer("/v1/runs", b'{"templateId": "none"}')
        answer("/v1/runs", b'{"templateId": "none"}')
    assert faults == [
        "route_not_found",
        "body_too_large",
        "media_type_unsupported",
        "body_malformed",
        "request_invalid",
        "query_invalid",
        "feature_unavailable",
        "too_many_creations",
        "template_not_found",
    ]


def test_equal_requests_get_equal_bytes(tmp_path):
    """While a run is there, equal requests give equal bytes, from a new process as well (api §4.3)."""
    contents = []
    for _ in range(2):
        with Service(tmp_path, clock=FixedClock()) as service:
            path = service.create(**CLINIC_DESK).headers["Location"]
            parts = ("", "/index", "/model", "/series/visits")
            contents.append([service.get(path + part).content for part in parts])
    assert contents[0] == contents[1]
