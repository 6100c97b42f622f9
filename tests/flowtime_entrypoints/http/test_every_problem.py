"""Every row of the table of problems can be provoked over HTTP (api §13.1)."""

import errno

import pytest

from examples.clinic_desk import MODEL
from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, Service
from examples.imports import members
from examples.older_bundles import RUN_ID, changed, older_bundle, write_bundle
from examples.workbench import BROKEN
from fakes.file_system import FailingFileSystem
from flowtime_domain import errors
from flowtime_entrypoints.problems import STATUSES


def deep_model():
    return {**MODEL, "nodes": [{"id": "x", "kind": "expr", "expr": "NOPE(1)"}]}


def creating(**members):
    return lambda service: service.create(**members)


def getting(path):
    return lambda service: service.get(path)


def run_of_another_scenario(service):
    service.create(model=MODEL, options={"runId": "taken"})
    return service.create(templateId="order-system", options={"runId": "taken"})


def corrupt_run(service):
    service.create(**CLINIC_DESK)
    next(service.runs_root.glob("*/manifest.json")).write_text("{}")
    return service.get(CLINIC_DESK_PATH)


def busy(service):
    gate = service.container.creation_gate()
    with gate.place():
        return service.create(**CLINIC_DESK)


def stopping(service):
    service.container.creation_gate().close()
    return service.create(**CLINIC_DESK)


def too_often(service):
    for _ in range(3):
        answer = service.get("/v1/limits")
    return answer


def unknown_series(service):
    service.create(**CLINIC_DESK)
    return service.get(f"{CLINIC_DESK_PATH}/series/none")


def asking(query, model=MODEL):
    def ask(service):
        service.create(model=model, options={"runId": "asked"})
        return service.get(f"/v1/runs/asked/{query}")

    return ask


def older(contents, path):
    def ask(service):
        write_bundle(service.runs_root, contents)
        return service.get(f"/v1/runs/{RUN_ID}/{path}")

    return ask


def captured_twice(service):
    service.create(**CLINIC_DESK)
    source = {"type": "run", "runId": CLINIC_DESK_PATH.rpartition("/")[2]}
    service.post(CAPTURES_PATH, {"source": source})
    return service.post(CAPTURES_PATH, {"source": source})


def stray_capture(*files, name="stray"):
    def read(service):
        directory = service.runs_root.parent / "telemetry" / "stray"
        directory.mkdir(parents=True)
        for file in files:
            (directory / file).write_text("{")
        (directory.parent / "way-out").symlink_to(service.runs_root)
        return service.get(f"{CAPTURES_PATH}/{name}")

    return read


CAPTURES_PATH = "/v1/telemetry/captures"


def runs_of_other_bins(service):
    for run_id, bins in (("a", 3), ("b", 2)):
        nodes = [{"id": "visits", "values": 1}]
        model = {"grid": {**MODEL["grid"], "bins": bins}, "nodes": nodes}
        service.create(model=model, options={"runId": run_id})
    return service.get("/v1/runs/compare?left=a&right=b")


WITHOUT_PLACES = {"grid": MODEL["grid"], "nodes": MODEL["nodes"]}
NON_FINITE = {**MODEL, "nodes": [*MODEL["nodes"], {"id": "root", "kind": "expr", "expr": "SQRT(0 - visits)"}]}
BELOW_ZERO = {
    **MODEL,
    "nodes": [*MODEL["nodes"], {"id": "most", "kind": "expr", "expr": "-1 - visits"}],
    "topology": {
        "nodes": [
            {
                "id": "Limited",
                "kind": "queue",
                "wipLimitSeries": "most",
                "semantics": {"arrivals": "visits", "served": "visits"},
            }
        ]
    },
}
PROVOCATIONS = {
    errors.BodyMalformedError: lambda service: service.post("/v1/runs", b"{"),
    errors.RequestInvalidError: creating(),
    errors.QueryInvalidError: getting("/v1/runs?page=0"),
    errors.ModeUnknownError: creating(templateId="order-system", mode="replay"),
    errors.RunIdInvalidError: getting("/v1/runs/.hidden"),
    errors.FeatureUnavailableError: lambda service: service.post(
        "/v1/runs", CLINIC_DESK, Idempotency_Key="a"
    ),
    errors.TemplateInvalidError: creating(templateId="broken-day"),
    errors.ParametersInvalidError: creating(templateId="order-system", parameters={"bin": 3}),
    errors.ModelInvalidError: creating(model=deep_model()),
    errors.NonFiniteSeriesError: creating(model=NON_FINITE),
    errors.WipLimitInvalidError: creating(model=BELOW_ZERO),
    errors.PathNotAllowedError: stray_capture(name="way-out"),
    errors.CaptureKeyInvalidError: getting("/v1/telemetry/captures/.hidden"),
    errors.CaptureNotFoundError: getting("/v1/telemetry/captures/none"),
    errors.CaptureExistsError: captured_twice,
    errors.CaptureArtifactMissingError: stray_capture(),
    errors.CaptureInvalidError: stray_capture("manifest.json"),
    errors.ImportFailedError: lambda service: service.post(
        CAPTURES_PATH, members(source={"type": "upload", "path": None, "name": "a.csv", "content": "a\n"})
    ),
    errors.BinOutOfRangeError: asking("state?binIndex=3"),
    errors.UnknownNodeError: asking("state?binIndex=0&nodeIds=Dsk"),
    errors.UnknownMetricError: asking("state_window?startBin=0&endBin=0&metrics=depth"),
    errors.TopologyMissingError: asking("state?binIndex=0", WITHOUT_PLACES),
    errors.WindowTooLargeError: asking("state_window?startBin=0&endBin=2"),
    errors.RouteNotFoundError: getting("/v1/nowhere"),
    errors.TemplateNotFoundError: creating(templateId="order-sytem"),
    errors.RunNotFoundError: getting("/v1/runs/none"),
    errors.SeriesNotFoundError: unknown_series,
    errors.MethodNotAllowedError: lambda service: service.client.put("/v1/runs"),
    errors.RunExistsError: run_of_another_scenario,
    errors.RunCorruptError: corrupt_run,
    errors.GridsDifferError: runs_of_other_bins,
    errors.ProvenanceMismatchError: older(
        changed(older_bundle(), "run.json", lambda members: members.update(modelHash="sha256:00")), "graph"
    ),
    errors.ModeValidationFailedError: older(
        older_bundle({"order_arrivals": (None,) * 4}), "state?binIndex=0"
    ),
    errors.MissingNodeDataError: older(older_bundle({}), "state?binIndex=0"),
    errors.BodyTooLargeError: lambda service: service.post("/v1/runs", b" " * 10_001),
    errors.MediaTypeUnsupportedError: lambda service: service.client.post("/v1/runs", content=b"{}"),
    errors.TooManyCreationsError: busy,
    errors.ShuttingDownError: stopping,
}
SETTINGS = {"max_body_bytes": 10_000, "max_concurrent_creations": 1, "max_window_points": 10}
ELSEWHERE = {
    errors.RateLimitedError: "test_rate_limit.py",
    errors.RequestTimeoutError: "test_end_to_end.py",
    errors.StoreUnavailableError: "below",
    errors.StorageFullError: "below",
}


def test_every_row_is_provoked():
    """The table of problems and the provocations name the same errors (api §13.1)."""
    assert set(STATUSES) == set(PROVOCATIONS) | set(ELSEWHERE)


@pytest.mark.parametrize("error", PROVOCATIONS, ids=lambda error: error.code)
def test_provocation(tmp_path, error):
    """Each problem is answered with its code and status, whole and in one language (api §2.1, §13)."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "broken-day.yaml").write_text(BROKEN, encoding="utf-8")
    with Service(tmp_path / "data", templates_dir=folder, **SETTINGS) as service:
        answer = PROVOCATIONS[error](service)
    body = answer.json()
    assert (body["code"], answer.status_code) == (error.code, STATUSES[error])
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(body) == ["type", "title", "status", "detail", "code", "instance", "errors", "error"]
    assert body["type"] == f"urn:flowtime:problem:{error.code}"
    assert body["status"] == STATUSES[error]
    assert body["error"] == body["detail"]
    assert str(tmp_path) not in answer.text
    assert ("Retry-After" in answer.headers) == (answer.status_code in (429, 503))


@pytest.mark.parametrize(
    ("number", "code", "status"),
    [(errno.ENOSPC, "storage_full", 507), (errno.EROFS, "store_unavailable", 503)],
)
def test_full_or_read_only_disk(tmp_path, number, code, status):
    """A full or read-only disk fails creations, leaves nothing behind, and reads go on (operations §5.3)."""
    with Service(tmp_path / "data") as service:
        service.create(model=MODEL, options={"runId": "before"})
    files = FailingOnce(OSError(number, "failed"))
    with Service(tmp_path / "data", files=files) as service:
        answer = service.create(**CLINIC_DESK)
        assert (answer.json()["code"], answer.status_code) == (code, status)
        assert service.left_behind == {"before"}
        assert service.get("/v1/runs/before").status_code == 200
        assert service.count("run_failed_total") == 1


class FailingOnce(FailingFileSystem):
    """Lets the first write fail."""

    def __init__(self, failure):
        super().__init__(None, failure)

    def write(self, *arguments):
        raise self._failure
