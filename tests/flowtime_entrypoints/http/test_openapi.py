"""The OpenAPI document."""

import pytest

from examples.http_service import DOCUMENT, ROOT
from flowtime_entrypoints.container import build_container
from flowtime_entrypoints.http.app import HANDLERS, openapi_document
from flowtime_entrypoints.http.openapi import operation
from flowtime_entrypoints.problems import STATUSES
from flowtime_entrypoints.settings import read_settings


def test_document_is_checked_in():
    """The checked-in document is the served one (api §1.7); `python tools/write_openapi.py` renews it."""
    written = openapi_document(build_container(read_settings({})))
    assert (ROOT / "docs" / "schemas" / "openapi.json").read_bytes() == written


def test_served_document(service):
    """The document is served in version 3.1 (api §1.7)."""
    answer = service.get("/schema/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_every_endpoint_is_documented():
    """Every endpoint but the assets of the page stands in the document (api §5)."""
    documented = {(path, method) for path, operations in DOCUMENT["paths"].items() for method in operations}
    expected = {
        (path.replace(":str", ""), method.lower())
        for handler in HANDLERS
        if "assets" not in str(handler.paths)
        for path in handler.paths
        for method in handler.http_methods
    }
    assert documented == expected


def references(value):
    if isinstance(value, dict):
        yield from (target for key, target in value.items() if key == "$ref")
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


def test_references_lead_somewhere():
    """Every shape that is referred to is described (api §1.7)."""
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(references(DOCUMENT)) <= schemas


def documented_codes():
    for operations in DOCUMENT["paths"].values():
        for described in operations.values():
            for status, answer in described["responses"].items():
                content = answer.get("content", {}).get("application/problem+json")
                if content and status != "default":
                    yield from (
                        (code, int(status))
                        for code in content["schema"]["allOf"][1]["properties"]["code"]["enum"]
                    )


def test_reference_names_every_endpoint():
    """Every endpoint stands in the table of the reference (api §14.1)."""
    reference = (ROOT / "docs" / "reference" / "http.md").read_text(encoding="utf-8")
    for path, operations in DOCUMENT["paths"].items():
        for method in operations:
            assert f"| `{method.upper()} {path}` |" in reference


def test_every_problem_is_documented_under_its_status():
    """Each problem but wrong paths and methods stands at an endpoint, under its status (api §13)."""
    table = {error.code: status for error, status in STATUSES.items()} | {"internal_error": 500}
    documented = dict(documented_codes())
    assert documented == {code: table[code] for code in documented}
    assert set(table) - set(documented) == {"route_not_found", "method_not_allowed"}


def test_unknown_code_cannot_be_documented():
    """A code that is not in the table of problems cannot be promised (api §13.1)."""
    with pytest.raises(KeyError):
        operation(answers={200: None}, problems=("no_such_code",))
