"""Captures over HTTP."""

import json

import pytest

from examples import order_support
from examples.captures import FILE, MANIFEST, manifest_text, visits
from examples.http_service import Service
from examples.imports import VISITS, members
from fakes.clock import FixedClock
from flowtime_adapters.template_source.packaged import PackagedTemplateSource

PATH = "/v1/telemetry/captures"
CSV = visits().bundle.files[FILE]
TEMPLATES = [file.name for file in PackagedTemplateSource().all()]


@pytest.fixture
def service(tmp_path):
    """A service with the run of the worked example of state."""
    with Service(tmp_path / "data", clock=FixedClock()) as service:
        service.create(model=dict(order_support.MODEL), options={"runId": "monday"})
        service.observer.events.clear()
        yield service


def capture(service, run_id="monday", **members):
    return service.post(PATH, {"source": {"type": "run", "runId": run_id}, **members})


def write_capture(service, name, manifest=None, content=CSV):
    directory = service.runs_root.parent / "telemetry" / name
    directory.mkdir(parents=True)
    (directory / "manifest.json").write_bytes(manifest or manifest_text())
    if content is not None:
        (directory / FILE).write_bytes(content)


def test_a_run_is_captured(service):
    """A capture is answered with its location, and its manifest can be read there (api §11.2, §11.4)."""
    answer = capture(service, output={"captureKey": "k"}, gaps={"mode": "ignore"})
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{PATH}/k")
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["captureKey"], body["directory"], body["dryRun"]) == ("k", "telemetry/k", False)
    manifest = service.get(f"{PATH}/k")
    assert (manifest.status_code, manifest.headers["Content-Type"]) == (200, "application/json")
    assert manifest.json()["files"] == body["files"]
    stored = service.runs_root.parent / "telemetry" / "k"
    assert json.loads((stored / "manifest.json").read_bytes()) == manifest.json()
    assert {path.name for path in stored.iterdir()} == {
        "manifest.json",
        *(entry["path"] for entry in body["files"]),
    }


def test_a_dry_run_is_answered_and_leaves_nothing(service):
    """A dry run has the answer of the capture, without location (api §11.2)."""
    planned = capture(service, dryRun=True)
    assert (planned.status_code, "Location" in planned.headers) == (200, False)
    assert not (service.runs_root.parent / "telemetry").exists()
    made = capture(service)
    assert {**made.json(), "dryRun": True} == planned.json()


@pytest.mark.parametrize("template", TEMPLATES)
def test_runs_of_every_packaged_template_are_captured(service, template):
    """Every packaged template gives a run that is captured and verifies (telemetry §7.4)."""
    service.create(templateId=template, options={"runId": "packaged"}, rng={"seed": 7})
    answer = capture(service, "packaged", gaps={"mode": "ignore"})
    assert answer.status_code == 201
    assert len(answer.json()["files"]) >= 3
    assert [entry["missing"] for entry in answer.json()["files"]] == [0] * len(answer.json()["files"])
    assert service.get(f"{PATH}/packaged").status_code == 200


def test_twice_the_same_capture(service):
    """Two captures of a run have byte-identical files (telemetry §2.5)."""
    for key in ("one", "other"):
        capture(service, output={"captureKey": key})
    roots = [service.runs_root.parent / "telemetry" / key for key in ("one", "other")]
    contents = [{path.name: path.read_bytes() for path in root.iterdir()} for root in roots]
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("members", "status", "code"),
    [
        ({"source": {"type": "run"}}, 400, "request_invalid"),
        ({"metrics": ["arrivls"]}, 400, "request_invalid"),
        ({"gaps": {"mode": "guess"}}, 400, "request_invalid"),
        ({"grid": {}}, 400, "request_invalid"),
        ({"output": {"captureKey": "../k"}}, 400, "capture_key_invalid"),
        ({"source": {"type": "run", "runId": "../k"}}, 400, "run_id_invalid"),
        ({"source": {"type": "run", "runId": "tuesday"}}, 404, "run_not_found"),
        ({"metrics": ["attempts"]}, 422, "capture_invalid"),
    ],
)
def test_what_cannot_be_captured(service, members, status, code):
    """Each thing that is wrong has its code and leaves nothing behind (api §11.3)."""
    answer = capture(service, **members)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not (service.runs_root.parent / "telemetry").exists()


def test_a_taken_key(service):
    """A taken key is a conflict unless overwriting is asked for (telemetry §2.5)."""
    capture(service)
    assert capture(service).json()["code"] == "capture_exists"
    assert capture(service, output={"overwrite": True}, metrics=["served"]).status_code == 201
    assert len(service.get(f"{PATH}/monday").json()["files"]) == 2


def test_a_capture_that_somebody_wrote(service):
    """A capture written by hand is read like any other (telemetry §4.1)."""
    write_capture(service, "by-hand")
    assert service.get(f"{PATH}/by-hand").json() == MANIFEST


@pytest.mark.parametrize(
    ("manifest", "content", "code", "finding"),
    [
        (b"{", b"", "capture_invalid", ("manifest_invalid", "manifest.json")),
        (None, None, "capture_artifact_missing", ("capture_artifact_missing", FILE)),
        (None, b"", "capture_invalid", ("hash_mismatch", FILE)),
        (None, b"\0\xff", "capture_invalid", ("hash_mismatch", FILE)),
    ],
)
def test_a_spoilt_capture_is_not_answered(service, manifest, content, code, finding):
    """A capture that does not verify is a problem with its findings (api §11.4, telemetry §2.6)."""
    write_capture(service, "spoilt", manifest, content)
    answer = service.get(f"{PATH}/spoilt")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    first = answer.json()["errors"][0]
    assert (first["code"], first["file"], str(service.runs_root) in answer.text) == (*finding, False)


def test_places_inside_a_spoilt_file(service):
    """What is wrong inside a file is told with line and column (telemetry §3.2, §11)."""
    write_capture(service, "spoilt", content=b"bin_index,value\n0,1\n1,1.000.000\n")
    errors = service.get(f"{PATH}/spoilt").json()["errors"]
    assert [(error["code"], error.get("line"), error.get("column")) for error in errors] == [
        ("hash_mismatch", None, None),
        ("row_invalid", 3, 3),
        ("length_mismatch", 3, 1),
    ]


def test_a_capture_that_leads_out_is_refused(service, tmp_path):
    """A key that is a symbolic link out of the roots is not followed (telemetry §2.3)."""
    write_capture(service, "here")
    (service.runs_root.parent / "telemetry" / "out").symlink_to(tmp_path)
    answer = service.get(f"{PATH}/out")
    assert (answer.status_code, answer.json()["code"]) == (400, "path_not_allowed")
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("none", 404, "capture_not_found"),
        (".hidden", 400, "capture_key_invalid"),
        ("a..b", 400, "capture_key_invalid"),
        ("a%20b", 400, "capture_key_invalid"),
        ("none?x=1", 400, "query_invalid"),
        ("none/", 404, "route_not_found"),
        ("", 404, "route_not_found"),
    ],
)
def test_keys_that_lead_nowhere(service, key, status, code):
    """Unknown keys and texts that are no keys are told apart (api §1.5, §11.4)."""
    answer = service.get(f"{PATH}/{key}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_captures_take_places_like_creations(tmp_path):
    """A capture beyond the limit of concurrent work is refused with a hint when to retry (api §4.1)."""
    with Service(tmp_path / "data", max_concurrent_creations=1) as service:
        with service.container.creation_gate().place():
            answer = capture(service)
        assert (answer.json()["code"], answer.headers["Retry-After"]) == ("too_many_creations", "1")


def importing(service, **changes):
    return service.post(PATH, members(**changes))


UPLOAD = {"type": "upload", "path": None, "name": "visits.csv", "content": VISITS}


def test_an_upload_is_imported(service):
    """What is sent along becomes a capture; the answer is the result of the import (api §11.2)."""
    answer = importing(service, source=UPLOAD)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{PATH}/clinic")
    body = answer.json()
    assert (body["alignment"], body["grid"]["bins"], body["rows"]["used"]) == ("data", 6, 6)
    assert (body["firstTimestampUtc"], body["lastTimestampUtc"]) == (
        "2025-03-03T08:02:00Z",
        "2025-03-03T08:27:00Z",
    )
    assert body["gaps"] == [
        {
            "nodeId": "Desk",
            "metric": "Arrivals",
            "count": 1,
            "intervals": [{"startUtc": "2025-03-03T08:17:00Z", "endUtc": "2025-03-03T08:22:00Z", "bins": 1}],
        }
    ]
    assert service.get(f"{PATH}/clinic").json()["source"]["type"] == "upload"


def test_the_example_of_the_reference(service):
    """The worked example has exactly the answer of the reference (api §11.1, §11.2)."""
    content = "timestamp,value\n2025-03-03 08:02:00,4\n2025-03-03 08:07:00,6\n"
    upload = {**UPLOAD, "content": content, "encoding": "text", "format": "csv"}
    gaps = {"mode": "warn", "fillNaN": False}
    answer = importing(
        service, source=upload, gaps=gaps, output={"captureKey": "clinic-2025-03"}, dryRun=False
    )
    assert answer.json() == {
        "captureKey": "clinic-2025-03",
        "directory": "telemetry/clinic-2025-03",
        "dryRun": False,
        "grid": {
            "bins": 2,
            "binSize": 5,
            "binUnit": "minutes",
            "start": "2025-03-03T08:02:00Z",
            "end": "2025-03-03T08:12:00Z",
        },
        "alignment": "data",
        "rows": {
            "read": 2,
            "used": 2,
            "outside": 0,
            "skipped": 0,
            "valuesMissing": 0,
            "duplicates": 0,
            "outOfOrder": 0,
        },
        "firstTimestampUtc": "2025-03-03T08:02:00Z",
        "lastTimestampUtc": "2025-03-03T08:07:00Z",
        "files": [
            {
                "nodeId": "Desk",
                "metric": "Arrivals",
                "seriesId": None,
                "path": "Desk_arrivals.csv",
                "hash": "sha256:7a9ff2d551c406f5ebf4e1c9073c77c92dc3d574a7c1cdcbd1cde20f19552c96",
                "points": 2,
                "missing": 0,
                "unit": "entities/bin",
            }
        ],
        "gaps": [],
        "truncated": False,
        "warnings": [],
    }


def test_a_dry_import(service):
    """A dry run has the answer of the import, without location, and leaves nothing (api §11.2)."""
    planned = importing(service, source=UPLOAD, dryRun=True)
    assert (planned.status_code, "Location" in planned.headers) == (200, False)
    assert not (service.runs_root.parent / "telemetry").exists()
    assert importing(service, source=UPLOAD).json() == {**planned.json(), "dryRun": False}


def test_files_are_read_below_the_roots_of_imports(tmp_path):
    """A file is read from a root of imports; every other path is refused unread (telemetry §2.4)."""
    root = tmp_path / "imports"
    root.mkdir()
    (root / "visits.csv").write_text(VISITS)
    (tmp_path / "secret.csv").write_text("secret")
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    with Service(tmp_path / "data", import_roots=root) as service:
        assert importing(service).status_code == 201
        assert service.get(f"{PATH}/clinic").json()["source"]["name"] == "visits.csv"
        found = {
            path: importing(service, source={"path": path}, output={"captureKey": "k"})
            for path in ("../secret.csv", str(tmp_path / "secret.csv"), "link.csv", "none.csv", "a//b")
        }
    assert [answer.json()["code"] for answer in found.values()] == [
        *["path_not_allowed"] * 3,
        "capture_artifact_missing",
        "path_not_allowed",
    ]
    assert all(str(tmp_path) not in answer.text or str(tmp_path) in path for path, answer in found.items())


def test_without_roots_no_file_is_read(service):
    """Without roots of imports every path is refused (telemetry §2.4)."""
    assert importing(service).json()["code"] == "path_not_allowed"


def test_wrong_options_of_an_import(service):
    """Wrong options are told together, before anything is read (api §11.3)."""
    body = importing(service, timezone="Mars", grid={"binSize": 0}, output={"captureKey": None}).json()
    assert body["code"] == "request_invalid"
    assert [(error["code"], error["pointer"]) for error in body["errors"]] == [
        ("out_of_range", "/grid/binSize"),
        ("required_member", "/output/captureKey"),
        ("timezone_unknown", "/timezone"),
    ]


def test_a_source_that_cannot_be_imported(service):
    """Bad rows are told with file, line and column (telemetry §11)."""
    answer = importing(service, source={**UPLOAD, "content": VISITS + "never,1\n"})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "import_failed")
    assert body["errors"] == [
        {
            "code": "timestamp_unparsable",
            "message": "Line 8, column 'timestamp': 'never' is no timestamp, "
            "like 2025-03-03T08:02:00Z or an epoch.",
            "pointer": "",
            "line": 8,
            "column": 1,
            "file": "visits.csv",
        }
    ]
    assert not (service.runs_root.parent / "telemetry").exists()
