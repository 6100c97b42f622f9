"""From a template to a model."""

from collections.abc import Mapping
from typing import Any

import pytest

from examples.worked_examples import example_text, expectations
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import (
    FlowTimeError,
    ModelInvalidError,
    ParametersInvalidError,
    TemplateInvalidError,
)
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.document import Value
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, TELEMETRY_RULES, ModeRules
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import read_template
from flowtime_domain.templates.template_model import findings_in_every_mode, template_model

HEAD = "metadata: {id: a, title: A, version: 1.0.0}\nwindow: {start: 2025-01-06, timezone: UTC}\n"
TAIL = "topology: {nodes: [{id: A, semantics: {arrivals: a, served: a}}]}\noutputs: [{series: '*'}]\n"


def model_of(
    text: str,
    given: Mapping[str, Value] | None = None,
    rules: ModeRules = SIMULATION_RULES,
    limits: ModelLimits | None = None,
    seed: int | None = None,
) -> FlowModel:
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(text)
    template = read_template(document, text.encode(), name="file", origin="directory")
    return template_model(template, effective_parameters(template, given or {}), rules, limits, seed)


def refused(kind: type[FlowTimeError], text: str, **arguments: Any) -> list[tuple[str, str, int | None]]:
    with pytest.raises(kind) as raised:
        model_of(text, **arguments)
    return [(error.code, error.pointer, error.place and error.place.line) for error in raised.value.errors]


def test_placeholders_are_filled_with_the_defaults() -> None:
    """Lists, numbers and booleans arrive in values, formulas and texts (model M7)."""
    expected = expectations("M7")
    model = model_of(example_text("M7"))
    series = evaluate(model).series
    for name, values in expected["series"].items():  # type: ignore[attr-defined]
        assert series[name].tolist() == values, name
    assert model.nodes[0].description == expected["description"]


def test_given_values_replace_the_defaults() -> None:
    """The values of a request reach the model (model §9.3)."""
    model = model_of(example_text("M7"), {"n": 2, "base": [5, 6], "delta": 1, "flag": False})
    assert evaluate(model).series["b"].tolist() == [5, 6]


def test_stages_follow_each_other() -> None:
    """Values come before placeholders, placeholders before rules; each stage reports alone (model §2.6)."""
    text = (
        "metadata: {id: a}\nparameters: [{name: n, type: integer, default: 1}]\n"
        "grid: {bins: '${n}', binSize: '${m}', binUnit: hours}\nnodes: []\n"
    )
    wrong_value = refused(ParametersInvalidError, text, given={"n": "x"})
    assert wrong_value == [("parameter_type", "/parameters/n", None)]
    assert refused(TemplateInvalidError, text) == [("unresolved_placeholder", "/grid/binSize", 3)]


def test_rules_of_templates_and_models_come_together() -> None:
    """What breaks rules for templates, modes and models is one list in document order (model §2.6)."""
    text = (
        "metadata: {id: a, title: A}\n"
        "window: {timezone: UTC}\n"
        "grid: {bins: 2, binSize: 1, binUnit: hours}\n"
        "nodes:\n"
        "  - {id: a, values: 1}\n"
        "  - {id: b, kind: expr, expr: aa + 1}\n" + TAIL
    )
    assert refused(TemplateInvalidError, text) == [
        ("required_key", "/metadata", 1),
        ("window_start_required", "/window", 2),
        ("unknown_reference", "/nodes/1/expr", 6),
    ]


def test_a_right_template_can_give_a_wrong_model() -> None:
    """What is wrong after substitution only is the model's fault, placed in the template (api §13)."""
    text = (
        HEAD + "parameters: [{name: load, type: array, default: [1, 2]}]\n"
        "grid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n  - id: a\n    values: ${load}\n" + TAIL
    )
    assert len(model_of(text).nodes) == 1
    wrong = refused(ModelInvalidError, text, given={"load": [1, 2, 3]})
    assert wrong == [("values_length", "/nodes/0/values", 7)]


def test_a_text_parameter_is_never_a_number() -> None:
    """A text that spells a number stays a text where a number is read (model §2.3)."""
    text = (
        HEAD + "parameters: [{name: size, type: string, default: '5'}]\n"
        "grid: {bins: 2, binSize: '${size}', binUnit: hours}\nnodes: [{id: a, values: 1}]\n" + TAIL
    )
    assert refused(ModelInvalidError, text) == [("invalid_type", "/grid/binSize", 4)]


def test_the_mode_decides_which_rules_hold() -> None:
    """Telemetry mode asks for neither window nor topology (model §10)."""
    text = (
        "metadata: {id: a, title: A, version: 1.0.0}\nparameters: []\n"
        "grid: {bins: 2, binSize: 1, binUnit: hours}\nnodes: [{id: a, values: 1}]\noutputs: [{series: a}]\n"
    )
    assert model_of(text, rules=TELEMETRY_RULES).topology.nodes == ()
    assert [code for code, _, _ in refused(TemplateInvalidError, text)] == [
        "topology_required",
        "window_start_required",
        "window_timezone_required",
    ]


def test_limits_and_seed_reach_the_reader() -> None:
    """Limits hold for the model of a template, and a seed of the request counts (model §4.1, §8.2)."""
    text = (
        HEAD + "parameters: []\ngrid: {bins: 9, binSize: 1, binUnit: hours}\n"
        "nodes: [{id: a, kind: pmf, mode: sample, pmf: {1: 0.5, 2: 0.5}}]\n" + TAIL
    )
    assert model_of(text, seed=1).grid.bins == 9
    assert refused(ModelInvalidError, text) == [("seed_required", "/nodes/0", 5)]
    limited = refused(ModelInvalidError, text, seed=1, limits=ModelLimits(max_bins=8))
    assert limited == [("out_of_range", "/grid/bins", 4)]


def test_findings_in_every_mode() -> None:
    """What is wrong with a template itself is known without values: placeholders, then rules (model §9.5)."""

    def findings(text: str) -> list[str]:
        document = YamlOrJsonDocumentReader(DocumentLimits()).read(text)
        template = read_template(document, b"", name="file", origin="directory")
        return [error.code for error in findings_in_every_mode(template)]

    assert findings("metadata: {id: a}\nnodes: ['${n}']\n") == ["unresolved_placeholder"]
    assert findings("metadata: {id: a}\n") == ["required_key", "required_key", "required_key"]
    assert findings(HEAD + TAIL) == []
