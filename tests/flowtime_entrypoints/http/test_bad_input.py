"""Bad input over HTTP: a problem with its place, and nothing left behind (runs §5.6)."""

from dataclasses import dataclass
from typing import Any

import pytest

from examples.http_service import Service
from examples.workbench import CLINIC_DAY
from flowtime_domain.ports.run_observer import RunFailed

GRID = "grid: {bins: 4, binSize: 5, binUnit: minutes, start: 2025-03-03T08:00:00Z}\n"
TOPOLOGY = "topology: {nodes: [{id: Desk, kind: service, semantics: {arrivals: visits, served: out}}]}\n"


def written(*nodes: str) -> str:
    """A model of four bins whose series `visits` and `out` are used by a desk."""
    return GRID + "nodes:\n" + "".join(f"  - {node}\n" for node in nodes) + TOPOLOGY


VISITS = "{id: visits, kind: const, values: [1, 2, 3, 4]}"
BOMB = (
    'metadata: {id: bomb}\na: &a ["x","x"]\n'
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12))
    + written(VISITS, "{id: out, kind: expr, expr: visits}")
)
TEMPLATES = {
    "no-window": CLINIC_DAY.replace("clinic-day", "no-window").replace(
        "window: {start: 2025-03-03T08:00:00Z, timezone: UTC}\n", ""
    ),
    "labelled": CLINIC_DAY.replace("clinic-day", "labelled")
    .replace("{id: visits,", '{id: visits, description: "${label}",')
    .replace("parameters:\n", 'parameters:\n  - {name: label, type: string, default: "plain"}\n'),
    "no-topology": CLINIC_DAY.replace("clinic-day", "no-topology").partition("topology:")[0],
}


@dataclass(frozen=True)
class Bad:
    """A request, and what its problem says."""

    members: dict[str, Any]
    code: str
    finding: str | None
    status: int = 400
    line: int | None = None
    says: str = ""


CASES = {
    "missing window": Bad({"templateId": "no-window"}, "template_invalid", "window_start_required"),
    "no topology": Bad({"templateId": "no-topology"}, "template_invalid", "topology_required"),
    "unknown template": Bad(
        {"templateId": "order-sytem"}, "template_not_found", None, 404, says="did you mean 'order-system'?"
    ),
    "unknown parameter": Bad(
        {"templateId": "order-system", "parameters": {"bin": 3}}, "parameters_invalid", "unknown_parameter"
    ),
    "cycle": Bad(
        {
            "model": written(
                VISITS,
                "{id: out, kind: expr, expr: back + visits}",
                "{id: back, kind: expr, expr: out * 0.5}",
            )
        },
        "model_invalid",
        "dependency_cycle",
        line=4,
        says="out -> back -> out",
    ),
    "unknown function": Bad(
        {"model": written(VISITS, '{id: out, kind: expr, expr: "SHFT(visits, 1)"}')},
        "model_invalid",
        "unknown_function",
        line=4,
        says="did you mean 'SHIFT'?",
    ),
    "wrong arity": Bad(
        {"model": written(VISITS, '{id: out, kind: expr, expr: "MIN(visits)"}')},
        "model_invalid",
        "function_arity",
        line=4,
    ),
    "const of wrong length": Bad(
        {
            "model": written(
                "{id: visits, kind: const, values: [1, 2]}", "{id: out, kind: expr, expr: visits}"
            )
        },
        "model_invalid",
        "values_length",
        line=3,
    ),
    "duplicate key": Bad({"model": GRID + GRID}, "model_invalid", "duplicate_key", line=2),
    "nested brackets": Bad({"model": "a: " + "[" * 200_000}, "model_invalid", "document_too_deep"),
    "alias bomb": Bad({"model": BOMB}, "model_invalid", "too_many_aliases"),
    "square root of a negative": Bad(
        {"model": written(VISITS, '{id: out, kind: expr, expr: "SQRT(2 - visits)"}')},
        "non_finite_series",
        "non_finite_series",
        says="bin 2",
    ),
}


@pytest.fixture
def bad(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    for name, text in TEMPLATES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with Service(tmp_path / "data", templates_dir=folder) as service:
        yield service


def assert_nothing_happened(service, code):
    assert service.left_behind == set()
    assert service.get("/v1/runs").json()["totalCount"] == 0
    assert service.count("run_failed_total") == 1
    assert service.count("run_created_total") == 0
    assert service.observer.names.count("RunFailed") == 1
    assert isinstance(service.observer.events[-1], RunFailed)
    assert service.observer.events[-1].code == code


@pytest.mark.parametrize("name", CASES)
def test_bad_input(bad, name):
    """Each kind of bad input is told with code and place, and leaves nothing behind (runs §5.6)."""
    case = CASES[name]
    answer = bad.create(**case.members)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (case.status, case.code)
    if case.finding is not None:
        assert case.finding in {error["code"] for error in body["errors"]}
    if case.line is not None:
        assert body["errors"][0]["line"] == case.line
    assert case.says in body["detail"]
    assert_nothing_happened(bad, case.code)


def test_all_wrong_parameters_come_in_one_answer(bad):
    """Wrong types, values out of range and unknown names are told together, each at its place (api §2.4)."""
    parameters = {"bins": -4, "bin": 3, "binSize": 2.5, "paymentFailureRate": "high"}
    answer = bad.create(templateId="order-system", parameters=parameters)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, "parameters_invalid")
    assert {error["pointer"]: error["code"] for error in body["errors"]} == {
        "/parameters/bins": "parameter_out_of_range",
        "/parameters/bin": "unknown_parameter",
        "/parameters/binSize": "parameter_type",
        "/parameters/paymentFailureRate": "parameter_type",
    }
    assert_nothing_happened(bad, "parameters_invalid")


def test_text_of_a_parameter_stays_a_text(bad):
    """A text that looks like YAML cannot change the structure of the model (model §9.4)."""
    text = "x\n  - {id: injected, values: [1]}\nnodes: []"
    answer = bad.create(templateId="labelled", parameters={"label": text})
    assert answer.status_code == 201
    model = bad.get(answer.headers["Location"] + "/model").text
    assert 'description: "x\\n  - {id: injected, values: [1]}\\nnodes: []"' in model
    assert "injected" not in bad.get(answer.headers["Location"] + "/index").text


def test_division_by_zero_is_zero(bad):
    """1/0 is no error but 0 (engine §2)."""
    answer = bad.create(model=written(VISITS, '{id: out, kind: expr, expr: "1 / (visits - visits)"}'))
    assert answer.status_code == 201
    series = bad.get(answer.headers["Location"] + "/series/out")
    assert series.text == "t,value\n0,0\n1,0\n2,0\n3,0\n"
