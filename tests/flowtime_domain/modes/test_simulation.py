"""Simulation mode."""

from typing import Any

import pytest

from contracts.mode import ModeContract
from examples import clinic_desk
from examples.workbench import CLINIC_DAY, Workbench, request_of
from fakes.template_source import InMemoryTemplateSource
from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.errors import ModelInvalidError, TemplateInvalidError
from flowtime_domain.model.nodes import ConstNode
from flowtime_domain.modes.abstract_mode import PreparedRun
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.modes.simulation import SimulationMode
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.runs.run_request import RunRequest


def simulation() -> SimulationMode:
    bench = Workbench()
    return SimulationMode(bench.source, bench.limits)


def prepared(**members: Any) -> PreparedRun:
    return simulation().prepare(request_of(members))


class TestSimulationMode(ModeContract):
    def mode(self) -> SimulationMode:
        return simulation()

    def right_request(self) -> RunRequest:
        return request_of({"templateId": "clinic-day", "parameters": {"capacity": 7}})

    def wrong_request(self) -> RunRequest:
        return request_of({"model": {"nodes": []}})


def test_a_template_is_loaded_typed_and_filled() -> None:
    """Parameters get their types and stand in the model (runs §5.3)."""
    run = prepared(templateId="clinic-day", parameters={"capacity": 7.0})
    assert run.parameters == {"capacity": 7}
    capacity = run.model.nodes[1]
    assert isinstance(capacity, ConstNode)
    assert capacity.values == 7
    assert (run.origin.kind, run.origin.template_id) == ("template", "clinic-day")


def test_an_inline_model_is_read_from_text_and_object() -> None:
    """A YAML text and a parsed object give the same run (model §2.1)."""
    of_text = prepared(model=clinic_desk.MODEL_YAML.decode())
    of_object = prepared(model=clinic_desk.MODEL)
    assert of_text.origin == of_object.origin == RunOrigin("inline", "clinic-desk", "Clinic Desk", "1.2.0")
    assert of_text.model.nodes == of_object.model.nodes


def test_the_requested_mode_decides() -> None:
    """The mode in the document is not looked at, nor is the source of a const series (runs §5.3)."""
    nodes = [{**clinic_desk.MODEL["nodes"][0], "source": "visits.csv"}, clinic_desk.MODEL["nodes"][1]]
    run = prepared(model={**clinic_desk.MODEL, "mode": "telemetry", "nodes": nodes}, mode="simulation")
    assert (run.mode, run.captured_files) == ("simulation", ())
    with pytest.raises(ModelInvalidError, match="values"):
        prepared(model={**clinic_desk.MODEL, "nodes": [{"id": "visits", "source": "visits.csv"}]})


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("start: 2025-03-03T08:00:00Z, ", "window_start_required"),
        (", timezone: UTC", "window_timezone_required"),
    ],
)
def test_a_template_needs_its_window(written: str, code: str) -> None:
    """A template without start or time zone of its window is refused, an inline model is not (runs §5.3)."""
    text = CLINIC_DAY.replace(written, "")
    bench = Workbench()
    catalogue = TemplateCatalogue([InMemoryTemplateSource({"clinic-day": text})], bench.reader)
    source = ModelSource(catalogue, bench.reader, bench.source.limits)
    with pytest.raises(TemplateInvalidError) as caught:
        SimulationMode(source, bench.limits).prepare(request_of({"templateId": "clinic-day"}))
    assert [error.code for error in caught.value.errors] == [code]
    grid = {"bins": 1, "binSize": 1, "binUnit": "hours"}
    assert prepared(model={"grid": grid, "nodes": [{"id": "a", "values": 1}]}).seed is None
