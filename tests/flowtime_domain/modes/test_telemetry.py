"""Telemetry mode."""

from dataclasses import replace
from typing import Any

import pytest

from contracts.mode import ModeContract
from examples import clinic_desk
from examples.replays import GAP, KEY, capture_bundle
from examples.workbench import CLINIC_DAY, Workbench, request_of
from fakes.capture_store import InMemoryCaptureStore
from fakes.template_source import InMemoryTemplateSource
from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    CaptureInvalidError,
    ParametersInvalidError,
    PathNotAllowedError,
)
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.modes.abstract_mode import PreparedRun
from flowtime_domain.modes.telemetry import TelemetryMode
from flowtime_domain.runs.replayed_capture import CapturedFile
from flowtime_domain.runs.run_request import RunRequest

FILES = {"Desk:Arrivals": [4, GAP, 5]}
CAPTURE = {"captureDirectory": str(KEY)}
PARAMETER = "parameters:\n  - {name: visitsFile, type: string, default: ''}\n"
TEMPLATE = CLINIC_DAY.replace("parameters:\n", PARAMETER).replace(
    "kind: const, values: [", "kind: const, source: '${visitsFile}', values: [", 1
)


def telemetry() -> TelemetryMode:
    bench = Workbench()
    captures = InMemoryCaptureStore()
    captures.publish(capture_bundle(FILES), overwrite=False)
    catalogue = TemplateCatalogue([InMemoryTemplateSource({"clinic-day": TEMPLATE})], bench.reader)
    return TelemetryMode(replace(bench.source, catalogue=catalogue), bench.limits, captures)


def prepared(**members: Any) -> PreparedRun:
    return telemetry().prepare(request_of({"telemetry": CAPTURE, **members}))


def bindings(**files: str) -> dict[str, Any]:
    return {**CAPTURE, "bindings": files}


class TestTelemetryMode(ModeContract):
    def mode(self) -> TelemetryMode:
        return telemetry()

    def right_request(self) -> RunRequest:
        return request_of({"model": clinic_desk.MODEL, "telemetry": CAPTURE})

    def wrong_request(self) -> RunRequest:
        return request_of({"model": clinic_desk.MODEL, "telemetry": {"captureDirectory": "elsewhere"}})


def test_the_model_takes_what_was_captured() -> None:
    """A run is prepared with the bound model, the capture and what binding has to say (runs §5.4)."""
    run = prepared(model={**clinic_desk.MODEL, "provenance": {"author": "me"}})
    assert run.capture is not None
    assert run.captured_files == (CapturedFile("Desk_arrivals.csv", "Desk", "Arrivals"),)
    assert str(run.captured_values) == "{'visits': (4.0, nan, 5.0)}"
    assert [each["path"] for each in run.telemetry] == ["Desk_arrivals.csv"]
    assert [finding.code for finding in run.findings] == ["telemetry_series_invalid"]
    assert run.duration_metric == "telemetry_bundle_duration_ms"
    assert run.model.authored_provenance == {"author": "me"}
    assert "values" not in normal_form(run.model)["nodes"][0]  # type: ignore[index]


def test_a_binding_is_the_value_of_a_parameter() -> None:
    """A bound parameter has the file as its value, and the node beside it the file's values (runs §5.4)."""
    run = prepared(templateId="clinic-day", telemetry=bindings(visitsFile="Desk_arrivals.csv"))
    assert run.parameters["visitsFile"] == "file://telemetry/Desk_arrivals.csv"
    assert run.capture is not None
    assert run.capture.node_sources == {"visits": "Desk_arrivals.csv"}


@pytest.mark.parametrize(
    ("name", "code"), [("visitFile", "unknown_parameter"), ("capacity", "parameter_type")]
)
def test_wrong_bindings_are_errors_at_the_binding(name: str, code: str) -> None:
    """A binding of an unknown parameter, or of no text, is named at its place (telemetry §8.2)."""
    with pytest.raises(ParametersInvalidError) as caught:
        prepared(
            templateId="clinic-day",
            parameters={"other": 1},
            telemetry=bindings(**{name: "Desk_arrivals.csv"}),
        )
    found = {(error.code, error.pointer) for error in caught.value.errors}
    assert found == {(code, f"/telemetry/bindings/{name}"), ("unknown_parameter", "/parameters/other")}


def test_wrong_parameters_are_told_without_bindings() -> None:
    """Values of parameters are checked as in simulation mode (runs §5.4)."""
    with pytest.raises(ParametersInvalidError) as caught:
        prepared(templateId="clinic-day", parameters={"other": 1})
    assert [error.pointer for error in caught.value.errors] == ["/parameters/other"]


def test_an_inline_model_has_nothing_to_bind() -> None:
    """A binding beside an inline model names a parameter that does not exist (telemetry §8.2)."""
    with pytest.raises(ParametersInvalidError) as caught:
        prepared(model=clinic_desk.MODEL, telemetry=bindings(visits="Desk_arrivals.csv"))
    assert [(each.code, each.pointer) for each in caught.value.errors] == [
        ("unknown_parameter", "/telemetry/bindings/visits")
    ]


def test_bindings_lead_to_files_of_the_capture() -> None:
    """A binding names a file of the manifest; one that leads out is refused (telemetry §2.4, §8.2)."""
    with pytest.raises(CaptureInvalidError, match="visitsFile"):
        prepared(templateId="clinic-day", telemetry=bindings(visitsFile="Desk_served.csv"))
    with pytest.raises(PathNotAllowedError):
        prepared(templateId="clinic-day", telemetry=bindings(visitsFile="../Desk_arrivals.csv"))


def test_the_capture_is_looked_at_first() -> None:
    """A capture that is not there is told before the template is looked for (runs §5.4)."""
    with pytest.raises(CaptureArtifactMissingError):
        prepared(templateId="unknown", telemetry={"captureDirectory": "elsewhere"})
