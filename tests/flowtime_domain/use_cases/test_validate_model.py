"""Checking documents without making runs."""

from typing import Any

import pytest

from examples import clinic_desk
from examples.workbench import CLINIC_DAY, Workbench
from examples.worked_examples import example_text
from flowtime_domain.errors import ModeUnknownError, TemplateNotFoundError, TooManyCreationsError
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.validate_model import ValidateModel, ValidationReport
from flowtime_domain.use_cases.validation_request import ValidationRequest, read_validation_request

CYCLE = {
    "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
    "nodes": [{"id": "x", "kind": "expr", "expr": "y"}, {"id": "y", "kind": "expr", "expr": "x"}],
}
NON_FINITE = {
    "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
    "nodes": [{"id": "x", "kind": "expr", "expr": "SQRT(0 - 1)"}],
}
UNBOUND = {
    "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
    "nodes": [{"id": "x", "source": "x.csv"}],
}


def validated(gate: CreationGate | None = None, **members: Any) -> ValidationReport:
    bench = Workbench(gate=gate)
    return ValidateModel(bench.source, bench.limits, bench.gate)(read_validation_request(members))


def codes(report: ValidationReport) -> list[str]:
    return [error.code for error in report.errors]


def test_a_valid_model_has_grid_and_series() -> None:
    """A valid model answers with its grid and the names of its series (api §10.2)."""
    report = validated(model=clinic_desk.MODEL)
    assert report.is_valid
    assert (report.tier, report.mode) == ("compile", "simulation")
    assert report.grid is not None
    assert report.series == ("visits", "desk_capacity", "desk_served", "desk_queue")
    assert report.warnings == ()


def test_each_tier_goes_further() -> None:
    """Shapes, then references and graph, then numbers (model §2.6, api §10.2)."""
    assert codes(validated(model=example_text("M3"), tier="schema")) == ["unknown_key"]
    assert codes(validated(model=CYCLE, tier="schema")) == []
    assert codes(validated(model=CYCLE, tier="compile")) == ["dependency_cycle"]
    assert codes(validated(model=NON_FINITE, tier="compile")) == []
    assert codes(validated(model=NON_FINITE, tier="analyse")) == ["non_finite_series"]


def test_a_schema_check_says_no_grid() -> None:
    """Grid and series are null in tier schema (api §10.2)."""
    report = validated(model=clinic_desk.MODEL, tier="schema")
    assert (report.is_valid, report.grid, report.series) == (True, None, None)


def test_analysing_gives_warnings() -> None:
    """Only tier analyse evaluates and returns warnings (api §10.2)."""
    model = {
        **clinic_desk.MODEL,
        "nodes": [{"id": "visits", "values": [30, 31, 32]}, {"id": "desk_capacity", "values": 1}],
    }
    assert validated(model=model).warnings == ()
    assert validated(model=model, tier="analyse").warnings != ()


def test_templates_and_their_parameters_are_checked() -> None:
    """Errors of parameters and templates are in the answer (api §10.2)."""
    assert validated(templateId="clinic-day", parameters={"capacity": 3}).is_valid
    assert codes(validated(templateId="clinic-day", parameters={"capacity": 0})) == ["parameter_out_of_range"]
    assert codes(validated(templateId="broken-day")) == ["parameter_declaration"]
    with pytest.raises(TemplateNotFoundError):
        validated(templateId="nobody")


def test_telemetry_mode_checks_without_a_capture() -> None:
    """In telemetry mode sources count as bound (api §10.1)."""
    assert codes(validated(model=UNBOUND)) == ["values_required"]
    assert validated(model=UNBOUND, mode="Telemetry").is_valid


def test_an_unknown_mode() -> None:
    """A mode that does not exist is a problem, not a finding (api §10.2)."""
    with pytest.raises(ModeUnknownError):
        validated(model=UNBOUND, mode="telepathy")


def test_a_file_is_a_template_if_it_has_parameters() -> None:
    """Commands about templates read files both ways (model §3.1)."""
    bench = Workbench()
    validate_model = ValidateModel(bench.source, bench.limits, bench.gate)
    assert validate_model(ValidationRequest(file=CLINIC_DAY.encode(), parameters={"capacity": 3})).is_valid
    assert validate_model(ValidationRequest(file=clinic_desk.MODEL_YAML)).is_valid
    assert codes(validate_model(ValidationRequest(file=b"a: ["))) == ["yaml_syntax"]


def test_analysing_needs_room() -> None:
    """An analysing validation counts against the running cells (api §4.1)."""
    gate = CreationGate(max_creations=1, max_cells=1)
    assert validated(gate, model=clinic_desk.MODEL).is_valid
    with pytest.raises(TooManyCreationsError):
        validated(gate, model=clinic_desk.MODEL, tier="analyse")
