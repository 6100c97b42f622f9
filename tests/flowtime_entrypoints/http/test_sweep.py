"""Whatever is asked below a run is answered as promised, and never with 500."""

import itertools

import pytest

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH, DOCUMENT, Service, check_against_document

RUN_ID = CLINIC_DESK_PATH.rpartition("/")[2]
BELOW_A_RUN = sorted(path for path in DOCUMENT["paths"] if "{runId}" in path)
IDS = [
    *("%2e%2e", "%00", "a%00b", "a%2Fb", "%2F", "..%5c..", "%ff", "%zz", "%25", "a%20b", "%0d%0a"),
    *("%F0%9F%98%80", "%E2%80%AE", "x" * 10_000, "'", "*", "compare"),
]
VALUES = [
    *("", "-1", "+1", "%201", "1_0", "1.5", "1e3", "NaN", "0x1", "99999999999999999999", "%D9%A3"),
    *("%00", "%ff", "%0a", ",", "a,b,,", "x" * 10_000, "%F0%9F%98%80"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with Service(tmp_path_factory.mktemp("sweep") / "data") as service:
        service.create(**CLINIC_DESK)
        yield service


def is_wrong(answer):
    """Every answer is a problem of the caller's, in the shape of the document."""
    check_against_document(answer)
    return 400 <= answer.status_code < 500


@pytest.mark.parametrize("path", BELOW_A_RUN)
def test_ids_that_are_none(service, path):
    """No id of a run or a series leads out, or to a failure (api §1.3, §2.1)."""
    for text in IDS:
        assert is_wrong(service.get(path.replace("{runId}", text).replace("{seriesId}", "visits"))), text
        if "{seriesId}" in path:
            assert is_wrong(service.get(path.replace("{runId}", RUN_ID).replace("{seriesId}", text))), text


@pytest.mark.parametrize("path", BELOW_A_RUN)
def test_queries_that_are_none(service, path):
    """Unknown, repeated, empty and huge query parameters are told, each with its name (api §1.3)."""
    given = path.replace("{runId}", RUN_ID).replace("{seriesId}", "visits")
    parameters = DOCUMENT["paths"][path]["get"].get("parameters", ())
    known = [each["name"] for each in parameters if each["in"] == "query"]
    for name, value in itertools.product([*known, "unknown", "", "%00"], VALUES):
        answer = service.get(f"{given}?{name}={value}&{name}={value}")
        assert is_wrong(answer), (name, value)
        assert is_wrong(service.get(f"{given}?{name}={value}")), (name, value)
