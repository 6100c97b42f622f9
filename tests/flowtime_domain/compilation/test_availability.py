import pytest

from examples.models import document_of, example_model
from examples.worked_examples import example_text
from flowtime_domain.compilation.availability import unavailable_features
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import read_template
from flowtime_domain.templates.template_model import template_model

POINTERS = {
    "E13": ["/nodes/3/dispatchSchedule"],
    "E14": ["/topology/nodes/0/dispatchSchedule", "/topology/nodes/1/dispatchSchedule"],
    "E15": [
        "/topology/nodes/0/wipLimit",
        "/topology/nodes/1/wipLimitSeries",
        "/topology/nodes/2/wipLimit",
        "/topology/nodes/3/wipLimit",
    ],
    "E16": ["/topology/constraints/0"],
    "E17": [
        "/topology/nodes/0/constraints",
        "/topology/nodes/1/constraints",
        "/topology/constraints/0",
        "/topology/constraints/1",
    ],
    "E18": ["/topology/nodes/0/constraints", "/topology/nodes/1/constraints", "/topology/constraints/0"],
    "E21": ["/nodes/1", "/nodes/2"],
}


@pytest.mark.parametrize("name", sorted(POINTERS))
def test_features_that_are_not_there_are_refused(name):
    """A right model that uses a feature of a later version is refused at that element (engine §6-§8, §10)."""
    with pytest.raises(ModelInvalidError) as caught:
        compile_model(example_model(name))
    assert {error.code for error in caught.value.errors} == {"feature_unavailable"}
    assert [error.pointer for error in caught.value.errors] == POINTERS[name]


@pytest.mark.parametrize(
    ("name", "pointer"), [("T3", "/topology/nodes/0/dispatchSchedule"), ("T4", "/topology/constraints/0")]
)
def test_templates_that_need_such_features_are_refused(name, pointer):
    """The two templates of a later version are right, and refused at what they need (model T3, T4)."""
    text = example_text(name)
    template = read_template(document_of(text), text.encode(), name=name, origin="directory")
    model = template_model(template, effective_parameters(template, {}), SIMULATION_RULES)
    with pytest.raises(ModelInvalidError) as caught:
        compile_model(model)
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("feature_unavailable", pointer)
    ]


def test_everything_else_is_available():
    """A model without such features has nothing to refuse (engine E20)."""
    assert unavailable_features(example_model("E20")) == ()
