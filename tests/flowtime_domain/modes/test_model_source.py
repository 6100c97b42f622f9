"""Where the models of requests come from."""

import pytest

from examples import clinic_desk
from examples.workbench import CLINIC_DAY, Workbench
from flowtime_domain.errors import ModelInvalidError, ParametersInvalidError, TemplateNotFoundError
from flowtime_domain.modes.written_model import FilledTemplate, WrittenDocument


def test_templates_come_from_the_catalogue_with_their_parameters() -> None:
    """A template is loaded and its parameters are typed (runs §5.3)."""
    written = Workbench().source.written("clinic-day", None, {"capacity": 7.0})
    assert isinstance(written, FilledTemplate)
    assert written.parameters == {"capacity": 7}


def test_what_cannot_be_found_or_read() -> None:
    """Unknown templates, wrong values and texts that are no documents are told apart (api §13)."""
    source = Workbench().source
    with pytest.raises(TemplateNotFoundError):
        source.written("nobody", None, {})
    with pytest.raises(ParametersInvalidError):
        source.written("clinic-day", None, {"capacity": "many"})
    with pytest.raises(ModelInvalidError):
        source.written(None, "a: [", {})


def test_objects_and_texts_give_documents() -> None:
    """An object is taken as it is, a text is parsed (model §2.1)."""
    source = Workbench().source
    for model in (clinic_desk.MODEL, clinic_desk.MODEL_YAML.decode()):
        written = source.written(None, model, {})
        assert isinstance(written, WrittenDocument)
        assert written.document().root["grid"] == clinic_desk.MODEL["grid"]


def test_a_file_is_a_template_if_it_declares_parameters() -> None:
    """Files given to commands about templates may be models (model §3.1)."""
    source = Workbench().source
    assert isinstance(source.in_file(CLINIC_DAY.encode(), {}), FilledTemplate)
    assert isinstance(source.in_file(clinic_desk.MODEL_YAML, {}), WrittenDocument)
    with pytest.raises(ParametersInvalidError, match="has no parameter 'x'"):
        source.in_file(clinic_desk.MODEL_YAML, {"x": 1})
