"""Requests per minute."""

import pytest

from examples.http_service import Service
from fakes.clock import FixedClock
from flowtime_domain.errors import RateLimitedError
from flowtime_entrypoints.http.rate_limit import RateLimit


def test_each_client_has_its_own_allowance():
    """A client that used up its minute is refused, others are not (api §4.1)."""
    limit = RateLimit(2, FixedClock(step_ms=10_000))
    limit.admit("a")
    limit.admit("a")
    with pytest.raises(RateLimitedError) as caught:
        limit.admit("a")
    assert caught.value.retry_after_seconds == 30
    limit.admit("b")


def test_allowance_is_renewed_every_minute():
    """After a minute the client may send again (api §4.1)."""
    limit = RateLimit(1, FixedClock(step_ms=60_000))
    limit.admit("a")
    limit.admit("a")


def test_no_limit_by_default():
    """Without the setting nobody is refused (operations §1.1)."""
    limit = RateLimit(None, FixedClock())
    for _ in range(1000):
        limit.admit("a")


def test_limit_holds_for_the_api_alone(tmp_path):
    """Requests under /v1 are counted before their body is read; probes are not counted (api §1.5)."""
    with Service(tmp_path, max_requests_per_minute=2) as service:
        for _ in range(5):
            assert service.get("/healthz").status_code == 200
            assert service.get("/nowhere").status_code == 404
        assert service.get("/v1/limits").status_code == 200
        assert service.get("/v1/limits").json()["maxRequestsPerMinute"] == 2
        refused = service.post("/v1/runs", b"not JSON")
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
