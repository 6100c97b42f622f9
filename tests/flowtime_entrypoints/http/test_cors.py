"""Pages of other origins."""

import pytest

from examples.http_service import Service
from flowtime_entrypoints.http.cors import CrossOriginPolicy

ORIGIN = "https://flow.example.org"


@pytest.fixture
def open_service(tmp_path):
    with Service(tmp_path, cors_origins=ORIGIN) as service:
        yield service


def preflight(service, origin):
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return service.client.options("/v1/runs", headers=headers)


def test_named_origin_is_answered(open_service):
    """A page of a named origin may read the answer and the listed headers (api §3.3)."""
    answer = open_service.get("/v1/limits", Origin=ORIGIN)
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Access-Control-Expose-Headers"] == (
        "ETag, Link, Location, Idempotent-Replayed, Retry-After, X-Request-Id"
    )
    assert "Origin" in answer.headers["Vary"]


def test_compressed_answers_vary_by_both(open_service):
    """What an answer depends on is listed completely, compression included (api §1.6, §3.3)."""
    answer = open_service.get("/v1/templates", Origin=ORIGIN, Accept_Encoding="gzip")
    assert {name.strip() for name in answer.headers["Vary"].split(",")} == {"Accept-Encoding", "Origin"}


def test_problems_can_be_read_too(open_service):
    """A page of a named origin may read problems, of unknown paths as well (api §3.3)."""
    assert open_service.get("/nowhere", Origin=ORIGIN).headers["Access-Control-Allow-Origin"] == ORIGIN


def test_preflight_of_a_named_origin(open_service):
    """A preflight learns methods and headers (api §3.3)."""
    answer = preflight(open_service, ORIGIN)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST, DELETE"
    assert answer.headers["Access-Control-Allow-Headers"] == (
        "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id"
    )


@pytest.mark.parametrize("origin", ["https://other.example.org", f"{ORIGIN}.evil.org", "null"])
def test_other_origins_are_not_answered(open_service, origin):
    """An origin that is not named gets no permission, neither by a request nor by a preflight (api §3.3)."""
    for answer in (open_service.get("/v1/limits", Origin=origin), preflight(open_service, origin)):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_nobody_is_answered_by_default(service):
    """Without the setting no origin gets a permission (api §3.3)."""
    assert "Access-Control-Allow-Origin" not in service.get("/v1/limits", Origin=ORIGIN).headers


def test_star_answers_everybody():
    """A star stands for every origin, and no origin is repeated (operations §1.1)."""
    assert CrossOriginPolicy(["*"]).headers(ORIGIN)["Access-Control-Allow-Origin"] == "*"
