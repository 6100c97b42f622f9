"""Runs of earlier versions over HTTP: read like any other, and never written (runs §10.2)."""

import json
import shutil

import pytest
from jsonschema import Draft202012Validator

from examples.answers import example
from examples.clinic_desk import MODEL
from examples.http_service import ROOT, Service
from examples.older_bundles import (
    MODEL_HASH,
    RUN_ID,
    SCENARIO_HASH,
    SERIES,
    changed,
    file_bundle,
    older_bundle,
    without,
    write_bundle,
)
from flowtime_domain.runs.identity import prefixed_hash
from flowtime_entrypoints.http.conditional import entity_tag

PATH = f"/v1/runs/{RUN_ID}"
WINDOW = f"{PATH}/state_window?startBin=0&endBin=3"
VARIANTS = {
    "simulation": older_bundle(),
    "headers of captures": older_bundle(header="bin_index,value"),
    "without metadata": without(older_bundle(), "model/metadata.json"),
    "specification alone": without(older_bundle(), "model/model.yaml"),
    "telemetry": older_bundle(mode="telemetry"),
    "files": file_bundle(),
    "files in simulation mode": file_bundle("simulation"),
}


@pytest.fixture
def service(tmp_path):
    with Service(tmp_path / "data") as service:
        yield service


def body(service, path, status=200):
    answer = service.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


def numbers_of(nodes):
    return [(node["id"], node["metrics"], node["derived"]) for node in nodes]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_tells_the_worked_numbers(service, variant):
    """Whatever an older bundle is made of, the same numbers come out (state §6, runs §10.2)."""
    directory = write_bundle(service.runs_root, VARIANTS[variant])
    before = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    snapshot = body(service, f"{PATH}/state?binIndex=1")
    assert numbers_of(snapshot["nodes"]) == numbers_of(example("snapshot")["nodes"])
    assert snapshot["bin"] == example("snapshot")["bin"]
    window = body(service, f"{WINDOW}&nodeIds=SupportQueue&metrics=queue,latencyMinutes,color")
    assert window["nodes"][0]["series"] == example("window")["nodes"][0]["series"]
    assert window["timestampsUtc"] == example("window")["timestampsUtc"]
    detail = body(service, PATH)
    assert detail["metadata"] == snapshot["metadata"] == window["metadata"]
    assert detail["warnings"] == snapshot["warnings"]
    graph = body(service, f"{PATH}/graph")
    assert {series["kind"] for series in graph["series"]} == {"stored"}
    assert [series["component"] for series in graph["series"]] == list(range(detail["seriesCount"]))
    for name, found in (("state-snapshot", snapshot), ("state-window", window), ("graph", graph)):
        schema = json.loads((ROOT / "docs" / "schemas" / f"{name}.schema.json").read_bytes())
        Draft202012Validator(schema).validate(found)
    assert {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()} == before


def test_detail_says_what_the_bundle_says(service):
    """Detail and listing agree; flags say what is present (api §6.3, §7.2, runs §10.2)."""
    write_bundle(service.runs_root, without(older_bundle(), "model/metadata.json"))
    detail = body(service, PATH)
    assert detail["metadata"] == {
        "runId": str(RUN_ID),
        "templateId": "order-support",
        "templateTitle": "Order Support",
        "templateVersion": "1.0.0",
        "mode": "simulation",
        "provenanceHash": MODEL_HASH,
        "scenarioHash": SCENARIO_HASH,
        "createdUtc": "2024-11-05T10:15:00.123456Z",
        "telemetrySourcesResolved": True,
        "schema": {"id": "time-travel/v1", "version": "1", "hash": MODEL_HASH},
        "storage": {
            "modelPath": f"runs/{RUN_ID}/model/model.yaml",
            "metadataPath": None,
            "provenancePath": None,
        },
    }
    assert detail["warnings"] == [
        {
            "code": "run_warning",
            "severity": "info",
            "message": "Telemetry was trimmed.",
            "nodeId": None,
            "bins": [],
            "count": 0,
        }
    ]
    flags = detail["artifacts"]
    assert [name for name, present in flags.items() if present] == ["run", "manifest", "seriesIndex", "model"]
    assert (detail["canReplay"], detail["seriesCount"]) == (False, len(SERIES))
    (item,) = body(service, "/v1/runs?mode=simulation&hasWarnings=true&q=support")["items"]
    assert (item["status"], item["grid"], item["warningCount"]) == ("complete", detail["grid"], 1)
    assert all(
        item[name] == detail["metadata"][name] for name in ("templateTitle", "createdUtc", "scenarioHash")
    )


def test_index_series_and_model_are_given(service):
    """Index, series and model of an older bundle are those of today's shapes (api §8.4-8.6)."""
    contents = older_bundle(header="bin_index,value")
    write_bundle(service.runs_root, contents)
    entry = body(service, f"{PATH}/index")["series"][7]
    assert (entry["id"], entry["row"], entry["points"]) == ("support_queue@SUPPORT_QUEUE@DEFAULT", None, 4)
    for name in ("support_queue", entry["id"]):
        assert service.get(f"{PATH}/series/{name}").text == "t,value\n0,2\n1,10\n2,20\n3,0\n"
    assert service.get(f"{PATH}/series/none").status_code == 404
    assert service.get(f"{PATH}/model").content == contents["model/model.yaml"]


def test_answers_have_the_tag_of_the_manifest(service):
    """The entity tag goes over the hash of manifest.json; a caller who has it gets 304 (api §4.2)."""
    contents = older_bundle()
    write_bundle(service.runs_root, contents)
    answer = service.get(f"{PATH}/series/support_queue")
    version = service.container.engine_version()
    tag = entity_tag(prefixed_hash(contents["manifest.json"]), f"{PATH}/series/support_queue", {}, version)
    assert answer.headers["ETag"] == tag
    assert service.get(f"{PATH}/series/support_queue", If_None_Match=tag).status_code == 304


@pytest.mark.parametrize("encoding", ["identity", "br"])
def test_bundle_that_was_restored_with_other_numbers(service, encoding):
    """What is kept of answers belongs to the bundle that was read, even if tags are equal (api §4.3)."""
    more = {name: [2 * value for value in values] for name, values in SERIES.items()}
    one, other = (
        changed(older_bundle(series), "manifest.json", lambda manifest: manifest.pop("seriesHashes"))
        for series in (SERIES, more)
    )
    directory = write_bundle(service.runs_root, one)
    headers = {"accept_encoding": encoding}
    before = service.get(WINDOW, **headers)
    assert service.get(WINDOW, **headers).content == before.content
    shutil.rmtree(directory)
    write_bundle(service.runs_root, other)
    after = service.get(WINDOW, **headers)
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.content != before.content


def test_files_are_the_sources_of_telemetry_runs(service):
    """The files behind a node's series are its sources, in metric order (state §3.2, telemetry §9)."""
    write_bundle(service.runs_root, file_bundle())
    service_node, queue = body(service, f"{PATH}/state?binIndex=0")["nodes"]
    assert service_node["telemetry"]["sources"] == [
        "model/order_arrivals.csv",
        "telemetry/order_served.csv",
        "telemetry/order_errors.csv",
        "series/order_capacity@ORDER_CAPACITY@DEFAULT.csv",
    ]
    assert queue["telemetry"]["warnings"] == []
    graph = body(service, f"{PATH}/graph")
    assert graph["nodes"][0]["semantics"]["served"] == "file://telemetry/order_served.csv"


def test_missing_files_are_warnings_and_nulls(service):
    """A file that is gone leaves nulls and a warning of its node, and fails nothing (telemetry §9)."""
    write_bundle(service.runs_root, without(file_bundle(), "model/support_served.csv"))
    queue = body(service, f"{PATH}/state?binIndex=1")["nodes"][1]
    assert (queue["metrics"]["served"], queue["derived"]["latencyMinutes"], queue["metrics"]["queue"]) == (
        None,
        None,
        10,
    )
    (warning,) = queue["telemetry"]["warnings"]
    assert (warning["code"], warning["nodeId"]) == ("telemetry_sources_unresolved", "SupportQueue")
    assert warning in body(service, PATH)["warnings"]


def test_telemetry_run_without_sources_is_said_to_be_so(service):
    """A telemetry run that no file backs is not resolved, in every answer (state §9.1, runs §10.5)."""
    write_bundle(service.runs_root, older_bundle(mode="telemetry"))
    for path in (PATH, f"{PATH}/state?binIndex=0", WINDOW):
        found = body(service, path)
        assert not found["metadata"]["telemetrySourcesResolved"]
        assert "telemetry_sources_missing" in [warning["code"] for warning in found["warnings"]]


def test_gaps_refuse_state_of_simulation_runs_alone(service):
    """Unusable series refuse state in simulation mode and are warnings in telemetry mode (state §9.1)."""
    series = {**SERIES, "order_arrivals": (10, None, 10, 10)}
    write_bundle(service.runs_root, older_bundle(series))
    for path in (f"{PATH}/state?binIndex=0", WINDOW):
        problem = body(service, path, 422)
        assert problem["code"] == "mode_validation_failed"
        assert "'OrderService'" in problem["detail"]
        assert "'order_arrivals'" in problem["detail"]
        assert "bin 1 " in problem["detail"]
    assert service.get(PATH).status_code == service.get(f"{PATH}/graph").status_code == 200
    service.delete(PATH)
    write_bundle(service.runs_root, older_bundle(series, mode="telemetry"))
    node = body(service, f"{PATH}/state?binIndex=1")["nodes"][0]
    assert node["metrics"]["arrivals"] is None
    assert [(each["code"], each["bins"]) for each in node["telemetry"]["warnings"]] == [
        ("telemetry_series_invalid", [1])
    ]


def test_node_without_any_series_refuses_state(service):
    """A node of which nothing can be read refuses state in simulation mode (state §9.1)."""
    write_bundle(service.runs_root, older_bundle({"order_arrivals": (1, 2, 3, 4)}))
    problem = body(service, f"{PATH}/state?binIndex=0", 422)
    assert (problem["code"], "'SupportQueue'" in problem["detail"]) == ("missing_node_data", True)


def test_documents_about_different_models_refuse_state_and_graph(service):
    """Different model hashes refuse state and graph before names and bins are read (state §1.4, §9.1)."""
    contents = changed(
        older_bundle({"order_arrivals": (None,) * 4}),
        "model/metadata.json",
        lambda members: members.update(modelHash=f"sha256:{'ef' * 32}"),
    )
    write_bundle(service.runs_root, contents)
    for path in ("state?binIndex=99&nodeIds=none", "state_window?startBin=3&endBin=1", "graph"):
        assert body(service, f"{PATH}/{path}", 409)["code"] == "provenance_mismatch"
    assert service.get(f"{PATH}/series/order_arrivals").status_code == service.get(PATH).status_code == 200


def test_names_and_bins_go_before_numbers(service):
    """Names, bins and size are checked before the numbers of an older bundle (state §1.4)."""
    write_bundle(service.runs_root, older_bundle({"order_arrivals": (None,) * 4}))
    assert body(service, f"{PATH}/state?binIndex=0&nodeIds=none", 400)["code"] == "unknown_node"
    assert body(service, f"{PATH}/state?binIndex=4", 400)["code"] == "bin_out_of_range"
    assert body(service, f"{PATH}/state?binIndex=0", 422)["code"] == "mode_validation_failed"


def test_model_without_places_has_no_state(service):
    """An older bundle without topology nodes has series and graph, and no state (state §1.4)."""
    model = "grid: {bins: 4, binSize: 5, binUnit: minutes}\nnodes: [{id: a, values: [1, 2, 3, 4]}]\n"
    write_bundle(service.runs_root, older_bundle({"a": (1, 2, 3, 4)}, model=model))
    assert body(service, f"{PATH}/state?binIndex=0", 412)["code"] == "topology_missing"
    assert [series["name"] for series in body(service, f"{PATH}/graph")["series"]] == ["a"]


def test_corrupt_older_run_hides_nothing_and_can_be_deleted(service):
    """A damaged older bundle is listed as corrupt, refused with findings, and deleted (runs §9.4, §8.1)."""
    series = "series/support_queue@SUPPORT_QUEUE@DEFAULT.csv"
    write_bundle(service.runs_root, {**older_bundle(), series: b"t,value\n0,1\n"})
    problem = body(service, PATH, 409)
    assert [(error["code"], error["file"]) for error in problem["errors"]] == [("file_hash_differs", series)]
    (item,) = body(service, "/v1/runs?status=corrupt")["items"]
    assert item["runId"] == str(RUN_ID)
    assert service.delete(PATH).status_code == 204
    assert service.left_behind == set()


def test_older_run_is_never_reused(service):
    """An id under which an older bundle lies is taken, whatever its scenario (runs §4.1)."""
    options = {"runId": str(RUN_ID)}
    scenario = service.create(model=MODEL, options={**options, "dryRun": True}).json()["plan"]["scenarioHash"]
    contents = changed(older_bundle(), "run.json", lambda members: members.update(scenarioHash=scenario))
    write_bundle(service.runs_root, contents)
    answer = service.create(model=MODEL, options=options)
    assert (answer.status_code, answer.json()["code"]) == (409, "run_exists")
    answer = service.create(model=MODEL, options={**options, "overwriteExisting": True})
    assert answer.status_code == 201
    assert body(service, PATH)["artifacts"]["provenance"]
