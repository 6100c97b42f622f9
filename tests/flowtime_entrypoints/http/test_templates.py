"""Templates and checks over HTTP."""

import json

import pytest

from examples.clinic_desk import MODEL
from examples.http_service import Service, api_example
from examples.workbench import BROKEN, CLINIC_DAY


@pytest.fixture
def service(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "clinic-day.yaml").write_text(CLINIC_DAY, encoding="utf-8")
    (folder / "broken-day.yaml").write_text(BROKEN, encoding="utf-8")
    with Service(tmp_path / "data", templates_dir=folder) as service:
        yield service


def test_listing_shows_every_template(service):
    """Templates are sorted by id, and a broken one hides no other (api §9.1)."""
    items = service.get("/v1/templates").json()["items"]
    ids = [item["id"] for item in items]
    assert ids == sorted(ids)
    assert {"clinic-day", "broken-day", "order-system"} <= set(ids)
    by_id = {item["id"]: item for item in items}
    assert (by_id["order-system"]["origin"], by_id["order-system"]["status"]) == ("packaged", "ok")
    assert by_id["broken-day"]["status"] == "broken"
    assert by_id["broken-day"]["errors"][0]["line"] > 0


def test_detail_of_the_worked_example(service):
    """The worked example of a template comes out member for member (api §9.2)."""
    assert json.dumps(service.get("/v1/templates/clinic-day").json()) == json.dumps(api_example("template"))


@pytest.mark.parametrize("template_id", ["clinic-dya", "%00", "x" * 10_000, "..", "%2e%2e"])
def test_unknown_template(service, template_id):
    """A template that does not exist is not found, whatever its name (api §9.2)."""
    answer = service.client.get(f"/v1/templates/{template_id}")
    assert answer.status_code == 404
    assert len(answer.json()["detail"]) < 400


def test_unknown_template_names_the_nearest(service):
    """The nearest id is named (api §9.2)."""
    assert "did you mean 'clinic-day'?" in service.get("/v1/templates/clinic-dya").json()["detail"]


@pytest.mark.parametrize("path", ["/v1/templates", "/v1/templates/clinic-day"])
def test_templates_take_no_query(service, path):
    """An unknown query parameter is an error (api §1.3)."""
    assert service.get(f"{path}?x=1").json()["code"] == "query_invalid"


def test_valid_template(service):
    """A valid template is answered with its grid and the names of its series (api §10.2)."""
    answer = service.post("/v1/validate", {"templateId": "clinic-day", "parameters": {"capacity": 30}})
    body = answer.json()
    assert (answer.status_code, body["isValid"], body["tier"]) == (200, True, "compile")
    assert body["grid"]["bins"] == 3
    assert body["series"] == ["visits", "desk_capacity", "desk_served", "desk_queue"]


def test_all_wrong_parameters_are_in_the_answer(service):
    """Errors of parameters are the answer, not a problem (api §10.2)."""
    answer = service.post(
        "/v1/validate", {"templateId": "clinic-day", "parameters": {"capacity": -4, "bin": 3}}
    )
    body = answer.json()
    assert (answer.status_code, body["isValid"], body["grid"]) == (200, False, None)
    assert {error["code"] for error in body["errors"]} == {"parameter_out_of_range", "unknown_parameter"}


def test_analysis_takes_a_place_among_creations(tmp_path):
    """An analysing check counts as a creation while it runs, other checks do not (api §4.1)."""
    with Service(tmp_path, max_concurrent_creations=1) as service:
        request = {"model": MODEL}
        assert service.post("/v1/validate", {**request, "tier": "analyse"}).json()["isValid"]
        with service.container.creation_gate().place():
            refused = service.post("/v1/validate", {**request, "tier": "analyse"})
            assert refused.json()["code"] == "too_many_creations"
            assert service.post("/v1/validate", request).json()["isValid"]


def test_checking_writes_nothing(service):
    """A check leaves nothing in the data root and counts nothing (api §10.1)."""
    service.post("/v1/validate", {"templateId": "clinic-day", "tier": "analyse"})
    assert service.left_behind == set()
    assert service.observer.events == []


def test_check_takes_no_query(service):
    """An unknown query parameter is an error (api §1.3)."""
    assert service.post("/v1/validate?x=1", {"templateId": "clinic-day"}).json()["code"] == "query_invalid"
