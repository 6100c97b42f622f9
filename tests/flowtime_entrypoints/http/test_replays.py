"""Runs in telemetry mode over HTTP: what is answered, told and counted, and what is refused."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from examples.clinic_desk import MODEL
from examples.http_service import Service
from examples.replays import GAP, write_capture
from flowtime_domain.runs.identity import prefixed_hash

SERIES = {"Desk:Arrivals": [4, GAP, 6]}
FILE = "Desk_arrivals.csv"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    write_capture(tmp_path / "telemetry" / "monday", SERIES)
    with Service(tmp_path) as made:
        yield made


def replay(service: Service, directory: str = "monday", **members: Any) -> Any:
    return service.create(**{"model": MODEL, "telemetry": {"captureDirectory": directory}, **members})


def test_a_replay_is_described_by_its_documents(service: Service, tmp_path: Path) -> None:
    """Metadata, provenance and telemetry files of a replay name what backs its series (runs §6.3-§6.5)."""
    body = replay(service).json()
    assert (body["canReplay"], body["metadata"]["telemetrySourcesResolved"]) == (True, True)
    assert [warning["code"] for warning in body["warnings"]] == [
        "telemetry_series_invalid",
        "non_finite_values",
    ]
    model = tmp_path / "runs" / body["metadata"]["runId"] / "model"
    metadata, provenance = (
        json.loads((model / f"{name}.json").read_bytes()) for name in ("metadata", "provenance")
    )
    assert metadata["telemetrySources"] == [f"telemetry/{FILE}"]
    assert metadata["nodeSources"] == {"visits": f"telemetry/{FILE}"}
    assert [each["path"] for each in provenance["telemetry"]] == [FILE]
    capture = tmp_path / "telemetry" / "monday"
    assert (model / "telemetry" / FILE).read_bytes() == (capture / FILE).read_bytes()
    manifest = (model / "telemetry" / "telemetry-manifest.json").read_bytes()
    assert manifest == (capture / "manifest.json").read_bytes()


def test_gaps_show_as_null(service: Service) -> None:
    """A missing value is null, and so is what follows from it; queues take it for 0 (engine §1.4)."""
    run_id = replay(service).json()["metadata"]["runId"]
    node = service.get(f"/v1/runs/{run_id}/state?binIndex=1").json()["nodes"][0]
    assert (node["metrics"]["arrivals"], node["metrics"]["queue"]) == (None, 0)
    assert node["derived"]["throughputRatio"] is None
    assert node["telemetry"]["sources"] == [f"telemetry/{FILE}"]
    assert [warning["code"] for warning in node["telemetry"]["warnings"]] == ["telemetry_series_invalid"]


def test_a_run_without_files_cannot_be_replayed(service: Service, tmp_path: Path) -> None:
    """A telemetry run that no file backs says so and does not count as resolved (runs §10.5)."""
    write_capture(tmp_path / "telemetry" / "none", {"Elsewhere:Arrivals": [1, 2, 3]})
    body = replay(service, "none").json()
    assert (body["canReplay"], body["metadata"]["telemetrySourcesResolved"]) == (False, False)


def test_the_capture_decides_what_is_the_same(service: Service, tmp_path: Path) -> None:
    """Equal captures give one deterministic run, another capture another (runs §3.2)."""
    options = {"deterministicRunId": True}
    first = replay(service, options=options).json()
    assert replay(service, options=options).json()["wasReused"]
    write_capture(tmp_path / "telemetry" / "tuesday", {"Desk:Arrivals": [4, GAP, 7]})
    other = replay(service, "tuesday", options=options).json()
    assert other["metadata"]["scenarioHash"] != first["metadata"]["scenarioHash"]


def test_events_count_files_and_time_bundles(service: Service) -> None:
    """A replay's events name mode and files, and its time counts as that of a bundle (operations §3)."""
    replay(service)
    validated = next(each for each in service.observer.events if type(each).__name__ == "RunValidated")
    assert (validated.subject.mode, validated.capture_files) == ("telemetry", 1)
    assert service.count("telemetry_bundle_duration_ms_count") == 1
    assert service.count("run_created_total") == 1


def test_a_dry_run_writes_nothing(service: Service) -> None:
    """The plan of a replay lists its files and findings (runs §5.5, api §6.6)."""
    plan = replay(service, options={"dryRun": True}).json()["plan"]
    assert plan["files"] == [{"nodeId": "Desk", "metric": "Arrivals", "path": FILE}]
    assert plan["captureDirectory"] == "monday"
    assert [warning["code"] for warning in plan["warnings"]] == ["telemetry_series_invalid"]
    assert service.left_behind == set()


def _without(name: str) -> Callable[[Path], None]:
    return lambda capture: (capture / name).unlink()


def _with(content: bytes, name: str = FILE) -> Callable[[Path], None]:
    def spoil(capture: Path) -> None:
        old = (capture / name).read_bytes()
        (capture / name).write_bytes(content)
        manifest = (capture / "manifest.json").read_bytes()
        changed = manifest.replace(prefixed_hash(old).encode(), prefixed_hash(content).encode())
        (capture / "manifest.json").write_bytes(changed)

    return spoil


def _linked(capture: Path) -> None:
    (capture / FILE).rename(capture.parent / "outside.csv")
    (capture / FILE).symlink_to(capture.parent / "outside.csv")


def _changed(capture: Path) -> None:
    (capture / FILE).write_bytes(b"bin_index,value\n0,4\n1,\n2,7\n")


SPOILT: dict[str, tuple[Callable[[Path], None], int, str, str | None]] = {
    "no manifest": (_without("manifest.json"), 422, "capture_artifact_missing", "capture_artifact_missing"),
    "no file": (_without(FILE), 422, "capture_artifact_missing", "capture_artifact_missing"),
    "other bytes": (_changed, 422, "capture_invalid", "hash_mismatch"),
    "too short": (_with(b"bin_index,value\n0,4\n"), 422, "capture_invalid", "length_mismatch"),
    "other header": (_with(b"time,value\n0,4\n1,\n2,6\n"), 422, "capture_invalid", "header_invalid"),
    "no number": (_with(b"bin_index,value\n0,x\n1,\n2,6\n"), 422, "capture_invalid", "row_invalid"),
    "binary": (_with(b"\x00\xff\x00"), 422, "capture_invalid", "not_text"),
    "empty": (_with(b""), 422, "capture_invalid", "file_empty"),
    "a link": (_linked, 400, "path_not_allowed", None),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_captures_are_refused(service: Service, tmp_path: Path, name: str) -> None:
    """Whatever is wrong with a capture has its own code and place, and nothing is written (telemetry §11)."""
    spoil, status, code, inner = SPOILT[name]
    spoil(tmp_path / "telemetry" / "monday")
    for options in ({}, {"dryRun": True}):
        answer = replay(service, options=options)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code)
        assert inner in [error["code"] for error in problem.get("errors", [])] or inner is None
        assert all(error["file"] for error in problem.get("errors", []))
    assert service.left_behind == set()


def test_explicit_nan_is_missing(service: Service, tmp_path: Path) -> None:
    """NaN and infinities in a capture file are missing values (telemetry §3.3)."""
    _with(b"bin_index,value\n0,NaN\n1,-infinity\n2,6\n")(tmp_path / "telemetry" / "monday")
    warnings = {warning["code"]: warning for warning in replay(service).json()["warnings"]}
    assert warnings["telemetry_series_invalid"]["bins"] == [0, 1]


@pytest.mark.parametrize(
    ("directory", "status", "code"),
    [
        ("tuesday", 422, "capture_artifact_missing"),
        ("../../etc", 400, "path_not_allowed"),
        ("/etc", 400, "path_not_allowed"),
        ("monday/..", 422, "capture_artifact_missing"),
    ],
)
def test_captures_lie_in_their_roots(service: Service, directory: str, status: int, code: str) -> None:
    """A directory that is not there, or lies outside the roots, is refused (telemetry §2.3)."""
    answer = replay(service, directory)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert service.left_behind == set()


@pytest.mark.parametrize(
    ("members", "status", "code", "inner"),
    [
        (
            {"grid": {**MODEL["grid"], "bins": 4}, "nodes": [{"id": "a", "values": 1}]},
            422,
            "capture_invalid",
            "grid_mismatch",
        ),
        ({"nodes": [{"id": "a", "source": "b.csv"}]}, 422, "capture_invalid", "binding_file_unknown"),
        ({"nodes": [{"id": "a", "source": "/b.csv"}]}, 400, "path_not_allowed", None),
    ],
)
def test_models_that_do_not_fit_are_refused(
    service: Service, members: dict[str, Any], status: int, code: str, inner: str | None
) -> None:
    """A capture that does not fit the model is invalid, with the code of the misfit (telemetry §8)."""
    model = {"grid": MODEL["grid"], **members}
    answer = replay(service, model=model)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert [error["code"] for error in problem.get("errors", [])] == [inner] * (inner is not None)
    assert service.left_behind == set()


def test_a_limit_with_gaps_fails(service: Service, tmp_path: Path) -> None:
    """A limit of work in progress that is missing fails the run in both modes (engine §7.1)."""
    place = {**MODEL["topology"]["nodes"][0], "wipLimitSeries": "visits"}
    answer = replay(service, model={**MODEL, "topology": {"nodes": [place]}})
    assert (answer.status_code, answer.json()["code"]) == (400, "wip_limit_invalid")
    assert service.left_behind == set()
