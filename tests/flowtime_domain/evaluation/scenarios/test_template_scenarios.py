import numpy as np
import pytest

from examples.workbench import CLINIC_DAY
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import ModelInvalidError, RequestInvalidError
from flowtime_domain.evaluation.scenarios.template_scenarios import TemplateScenarios
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.template import read_template


def clinic_day(text=CLINIC_DAY):
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(text)
    return read_template(document, text.encode(), name="clinic-day", origin="packaged")


def test_values_of_parameters_give_series():
    """A scenario of a template gives what the model gives that its values make (model §9.3)."""
    scenarios = TemplateScenarios(clinic_day(), ["desk_queue"], None)
    scenarios.prepare(None)
    assert scenarios.series({})["desk_queue"].tolist() == [0, 6, 0]
    assert scenarios.series({"capacity": 10})["desk_queue"].tolist() == [8, 24, 26]
    assert scenarios.series({"capacity": np.int64(10)})["desk_queue"].tolist() == [8, 24, 26]
    assert not scenarios.series({})["desk_queue"].flags.writeable


def test_wrong_values_are_found_without_a_model():
    """Values that do not satisfy the declarations are found together, at their names (model §9.3)."""
    scenarios = TemplateScenarios(clinic_day(), [], None)
    assert list(scenarios.errors({"capacity": 10})) == []
    found = scenarios.errors({"capacity": 0, "capcity": 3})
    assert [(error.code, error.pointer) for error in found] == [
        ("parameter_out_of_range", "/capacity"),
        ("unknown_parameter", "/capcity"),
    ]
    found = scenarios.errors({"capacity": {1, 2}})
    assert [(error.code, error.pointer) for error in found] == [("invalid_type", "/capacity")]


def test_wrong_models_and_series_are_refused():
    """Values that give no right model, and series that it does not have, are refused (model §2.6)."""
    template = clinic_day(CLINIC_DAY.replace("{bins: 3", '{bins: "${capacity}"'))
    with pytest.raises(ModelInvalidError):
        TemplateScenarios(template, ["visits"], None).series({"capacity": 4})
    with pytest.raises(RequestInvalidError, match="did you mean 'visits'"):
        TemplateScenarios(clinic_day(), ["visit"], None).series({})
