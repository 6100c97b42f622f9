"""Models from Python."""

from pathlib import Path

import pytest

from examples import clinic_desk
from flowtime_domain.errors import ModelInvalidError, TemplateNotFoundError
from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
from flowtime_entrypoints.library.models import load_template, read_model


def test_a_model_is_read_from_text_bytes_and_file(tmp_path: Path) -> None:
    """A str is a text, a path leads to a file (model §2.1)."""
    file = tmp_path / "clinic.yaml"
    file.write_bytes(clinic_desk.MODEL_YAML)
    for source in (clinic_desk.MODEL_YAML.decode(), clinic_desk.MODEL_YAML, file):
        assert read_model(source).grid.bins == 3


@pytest.mark.parametrize("name", ["clinic.yaml", "models/clinic.yml", "clinic.json"])
def test_a_name_of_a_file_is_no_text(name: str) -> None:
    """A str that can only be meant as a file says how files are named (model §2.1)."""
    with pytest.raises(TypeError, match=f"for a file write Path\\('{name}'\\)"):
        read_model(name)


def test_errors_have_their_places() -> None:
    """What is wrong with a text has line and column (model §2.5)."""
    with pytest.raises(ModelInvalidError) as caught:
        read_model("grid: {bins: 1, binSize: 1, binUnit: hours}\nnodes: [{id: a, values: x}]\n")
    assert caught.value.errors[0].place is not None
    assert caught.value.errors[0].place.line == 2


def test_models_of_a_template_obey_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios of a template are limited as its runs are (model §4.4)."""
    monkeypatch.setenv("FLOWTIME_MAX_CELLS", "4319")
    (result,) = evaluate_many(load_template("order-system"), [{}], ["order_served"])
    assert isinstance(result.failure, ModelInvalidError)
    (error,) = result.failure.errors
    assert (error.code, error.limit, error.requested) == ("model_too_large", 4319, 4320)
    monkeypatch.setenv("FLOWTIME_MAX_CELLS", "4320")
    (result,) = evaluate_many(load_template("order-system"), [{}], ["order_served"])
    assert result.failure is None


def test_a_template_is_found_by_its_id() -> None:
    """A packaged template is found, an unknown one is not (model §9.1)."""
    assert load_template("order-system").id == "order-system"
    with pytest.raises(TemplateNotFoundError, match="did you mean 'order-system'"):
        load_template("order-sytem")
