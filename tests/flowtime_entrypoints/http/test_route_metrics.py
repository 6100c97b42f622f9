"""Metrics of requests, beside those of the framework."""

import pytest
from litestar import Litestar, Response, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.plugins.prometheus import PrometheusConfig
from litestar.testing import TestClient
from prometheus_client import REGISTRY

from flowtime_entrypoints.http.route_metrics import RouteMetrics

TIMES = ("_sum", "_bucket", "_created")


@get("/things/{number:int}", sync_to_thread=False)
def show(number: FromPath[int]) -> Response[str]:
    if number >= 500:
        raise HTTPException(status_code=number)
    if number < 100:
        raise RuntimeError("on purpose")
    return Response("text", status_code=number)


@post("/things", sync_to_thread=False)
def add() -> None:
    """Nothing."""


@get("/in-progress", sync_to_thread=False)
def in_progress() -> dict[str, float]:
    return {
        f"{sample.name.partition('_')[2]} {sorted(sample.labels.items())}": sample.value
        for family in REGISTRY.collect()
        for sample in family.samples
        if "in_progress" in sample.name and sample.value
    }


def told(prefix, middleware_class):
    """What is exported after some requests: name without prefix and labels -> value; and one answer."""
    config = PrometheusConfig(
        app_name="app", prefix=prefix, group_path=True, middleware_class=middleware_class
    )
    with TestClient(
        Litestar([show, add, in_progress], middleware=[config.middleware]), raise_server_exceptions=False
    ) as client:
        for number in (200, 200, 202, 404, 503, 7):
            client.get(f"/things/{number}")
        client.post("/things")
        client.get("/nowhere")
        client.put("/things")
        meanwhile = client.get("/in-progress").json()
    samples = {
        (sample.name.removeprefix(prefix), *sorted(sample.labels.items())): sample.value
        for family in REGISTRY.collect()
        for sample in family.samples
        if sample.name.startswith(f"{prefix}_") and not sample.name.endswith(TIMES)
    }
    return samples, meanwhile


def test_it_tells_what_the_framework_tells():
    """Names, labels and counts are those of the framework's exporter (operations §3.3)."""
    theirs = told("theirs", PrometheusConfig().middleware_class)
    ours = told("ours", RouteMetrics)
    assert ours == theirs
    counts = {key[1:]: value for key, value in ours[0].items() if key[0] == "_requests_total"}
    labels = {"app_name": "app", "method": "GET", "path": "/things/{number}", "status_code": "200"}
    assert counts[tuple(labels.items())] == 2
    assert len(ours[1]) == 1, "the request that asks"


def test_durations_are_measured():
    """The duration of a request is observed in seconds (operations §3.3)."""
    told("timed", RouteMetrics)
    labels = {"app_name": "app", "method": "GET", "path": "/things/{number}", "status_code": "202"}
    assert 0 < REGISTRY.get_sample_value("timed_request_duration_seconds_sum", labels) < 10
    assert REGISTRY.get_sample_value("timed_request_duration_seconds_count", labels) == pytest.approx(1)
