"""The page of the API."""

import re

import pytest


def test_page_and_its_assets_come_from_this_process(service):
    """Everything that the page loads is served here, and the page forbids everything else (api §1.7)."""
    page = service.get("/schema")
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in page.text
    assert "http:" not in page.text
    assert "https:" not in page.text
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) == 4
    for asset in assets:
        assert service.get(asset).status_code == 200


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("start.js", "text/javascript; charset=utf-8"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
        ("favicon-32x32.png", "image/png"),
    ],
)
def test_assets_have_their_types(service, name, media_type):
    """Browsers that must not sniff are told what an asset is (api §1.4)."""
    assert service.get(f"/schema/assets/{name}").headers["Content-Type"] == media_type


def test_page_shows_the_document_and_asks_nobody_else(service):
    """The script of the page loads the document and turns off the validator of a foreign host (api §1.7)."""
    script = service.get("/schema/assets/start.js").text
    assert '"/schema/openapi.json"' in script
    assert "validatorUrl: null" in script
