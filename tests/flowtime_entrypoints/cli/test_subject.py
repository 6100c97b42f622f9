"""What commands about templates are about."""

from pathlib import Path

import pytest

from examples.commands import foreseeable
from examples.workbench import CLINIC_DAY
from flowtime_domain.errors import RequestInvalidError, TemplateNotFoundError, UsageError
from flowtime_entrypoints.cli.session import Session
from flowtime_entrypoints.cli.subject import Subject, find_subject
from flowtime_entrypoints.settings import read_settings


def found(tmp_path: Path, word: str) -> Subject:
    container = foreseeable(read_settings({"FLOWTIME_DATA_DIR": str(tmp_path)}), None, with_metrics=False)
    return find_subject(Session(), container, word)


def test_ids_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that can be an id is one, even beside a file of that name (operations §4.6)."""
    monkeypatch.chdir(tmp_path)
    for name in ("order-system", "Clinic", "clinic.yaml"):
        Path(name).write_text(CLINIC_DAY)
    assert found(tmp_path, "order-system") == Subject("order-system", None)
    for word in ("./order-system", "Clinic", "clinic.yaml"):
        assert found(tmp_path, word) == Subject(None, CLINIC_DAY.encode())


def test_words_that_are_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like a path is a missing file, anything else an unknown template (operations §4.6)."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="There is no file"):
        found(tmp_path, "missing.yaml")
    with pytest.raises(TemplateNotFoundError, match="did you mean 'order-system'"):
        found(tmp_path, "Order-System")


def test_requests_about_a_subject() -> None:
    """A check is asked for as over HTTP, and a file takes the place of the id (api §10.1)."""
    request = Subject("order-system", None).validation_request({"bins": 3}, "simulation", "analyse")
    assert (request.template_id, request.file, request.parameters, request.tier) == (
        "order-system",
        None,
        {"bins": 3},
        "analyse",
    )
    request = Subject(None, b"a: 1").validation_request({}, "telemetry", "schema")
    assert (request.template_id, request.file, request.mode) == (None, b"a: 1", "telemetry")
    with pytest.raises(RequestInvalidError):
        Subject(None, b"a: 1").validation_request({}, "simulation", "deep")
