"""What the service says of itself."""

import json

from examples.http_service import CLINIC_DESK, Service, api_example


def test_limits_by_default(service):
    """The limits of the reference hold by default, in its order (api §12.1)."""
    assert json.dumps(service.get("/v1/limits").json()) == json.dumps(api_example("limits"))


def test_limits_take_no_query(service):
    """An unknown query parameter is an error (api §1.3)."""
    assert service.get("/v1/limits?x=1").json()["code"] == "query_invalid"


def test_metrics_count_runs_and_requests(service):
    """Metrics of runs and of HTTP are served together, with templates of paths as labels (operations §3)."""
    service.create(**CLINIC_DESK)
    service.get("/v1/runs/some-secret-path")
    metrics = service.get("/metrics")
    assert metrics.headers["Content-Type"].startswith("text/plain; version=")
    assert metrics.headers["Content-Type"].count("charset") == 1
    assert 'run_created_total{mode="simulation",template_id="inline"} 1.0' in metrics.text
    assert 'path="/v1/runs/{runId}"' in metrics.text
    assert "some-secret-path" not in metrics.text


def test_two_services_in_one_process(service, tmp_path):
    """Two services in one process do not disturb each other's counts (operations §3.3)."""
    with Service(tmp_path / "other") as other:
        other.create(**CLINIC_DESK)
        assert "run_created_total{" in other.get("/metrics").text
        assert "run_created_total{" not in service.get("/metrics").text
