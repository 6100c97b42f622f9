"""Rendering templates."""

import pytest

from examples import clinic_desk
from examples.workbench import CLINIC_DAY, Workbench
from flowtime_domain.errors import ModeUnknownError, ParametersInvalidError
from flowtime_domain.runs import file_names
from flowtime_domain.use_cases.render_template import RenderTemplate


@pytest.fixture
def bench() -> Workbench:
    return Workbench()


@pytest.fixture
def render_template(bench: Workbench) -> RenderTemplate:
    return RenderTemplate(bench.source, bench.limits)


def test_the_bytes_are_those_of_a_run(bench: Workbench, render_template: RenderTemplate) -> None:
    """A rendered template is the model.yaml of a run with the same parameters (operations §4.6)."""
    stored = bench.create(templateId="clinic-day", parameters={"capacity": 25}).run
    rendered = render_template("clinic-day", {"capacity": 25}, "Simulation")
    assert rendered == stored.document(file_names.MODEL)
    assert render_template(CLINIC_DAY.encode(), {"capacity": 25}) == rendered


def test_a_file_without_parameters_is_a_model(render_template: RenderTemplate) -> None:
    """A file that declares nothing is rendered as a model (model §3.1)."""
    assert render_template(clinic_desk.MODEL_YAML, {}) == clinic_desk.MODEL_YAML


def test_values_for_a_file_that_declares_nothing(render_template: RenderTemplate) -> None:
    """A value without declaration is an unknown parameter (model §9.3)."""
    with pytest.raises(ParametersInvalidError):
        render_template(clinic_desk.MODEL_YAML, {"capacity": 1})


def test_an_unknown_mode(render_template: RenderTemplate) -> None:
    """The rules of an unknown mode are not known (api §13)."""
    with pytest.raises(ModeUnknownError, match="'simulation', 'telemetry'"):
        render_template("clinic-day", {}, "telepathy")
