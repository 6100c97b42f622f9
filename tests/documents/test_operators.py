"""The guide for operators."""

import re

from litestar.testing import TestClient

from documents.markdown_tables import DOCS, first_names, section
from flowtime_entrypoints.container import build_container
from flowtime_entrypoints.http.app import create_app
from flowtime_entrypoints.settings import KNOWN_VARIABLES, read_settings

GUIDE = "guides/operators.md"
METRIC = re.compile(r"\b(?:run|simulation|telemetry|http)_[a-z_]+(?=[\[{])")


def exposed_metrics(data_dir):
    settings = read_settings({"FLOWTIME_DATA_DIR": str(data_dir), "FLOWTIME_LOG_LEVEL": "error"})
    with TestClient(create_app(build_container(settings, with_metrics=True))) as client:
        client.post("/v1/runs", json={"templateId": "transportation-basic", "options": {"runId": "a"}})
        client.post("/v1/runs", json={"templateId": "transportation-basic", "options": {"runId": "a"}})
        client.post("/v1/runs", json={"templateId": "unknown"})
        client.post("/v1/telemetry/captures", json={"source": {"type": "run", "runId": "a"}})
        client.post(
            "/v1/runs",
            json={
                "templateId": "transportation-basic",
                "mode": "telemetry",
                "telemetry": {"captureDirectory": "a"},
            },
        )
        text = client.get("/metrics").text
    return {re.split(r"[ {]", line)[0] for line in text.splitlines() if not line.startswith("#")}


def test_queries_and_alerts_use_metrics_that_exist(tmp_path):
    """Every metric in an example query or alert rule is one that a server exposes (operations §6.1)."""
    used = set(METRIC.findall(section(GUIDE, "## Metrics")))
    assert len(used) > 5
    assert used <= exposed_metrics(tmp_path)


def test_settings_exist():
    """Every variable that the guide names is read (operations §1.1)."""
    named = set(re.findall(r"FLOWTIME_[A-Z_]+", (DOCS / GUIDE).read_text(encoding="utf-8")))
    assert named <= set(KNOWN_VARIABLES)


def test_error_codes_exist():
    """Every problem code that the guide names has its row in the reference (api §13)."""
    codes = set(re.findall(r"`([a-z]+_[a-z_]+)`", section(GUIDE, "## Full disk")))
    assert codes
    assert codes <= set(first_names(section("reference/error-codes.md", "## Problem codes")))
