"""Answers about templates and models, compared with the examples of the contract member for member."""

from examples import clinic_desk
from examples.answers import assert_same, example
from examples.workbench import Workbench
from flowtime_domain.use_cases.fetch_template import FetchTemplate
from flowtime_domain.use_cases.list_templates import ListTemplates
from flowtime_domain.use_cases.validate_model import ValidateModel
from flowtime_domain.use_cases.validation_request import ValidationRequest
from flowtime_entrypoints import bodies


def test_the_body_about_a_template() -> None:
    """A template answers with the body of the example (api §9.2)."""
    entry = FetchTemplate(Workbench().catalogue)("clinic-day")
    assert_same(bodies.template_detail(entry), example("template"))


def test_broken_templates_are_listed_with_their_errors() -> None:
    """A broken template has status and errors, and no parameters to show (api §9.1)."""
    catalogue = Workbench().catalogue
    broken, right = bodies.template_list(ListTemplates(catalogue)())["items"]
    assert (broken["id"], broken["status"], broken["parameterCount"]) == ("broken-day", "broken", 0)
    assert [error["code"] for error in broken["errors"]] == ["parameter_declaration"]
    assert right == {key: value for key, value in example("template").items() if key in right}
    detail = bodies.template_detail(FetchTemplate(catalogue)("broken-day"))
    assert (detail["parameters"], detail["topology"]) == ([], {"nodes": 0, "edges": 0})


def test_the_body_of_a_validation() -> None:
    """An invalid model answers with findings that have their places (api §10.2)."""
    text = (
        "grid: {bins: 3, binSize: 1, binUnit: hours}\n"
        "nodes:\n"
        "  - id: visits\n"
        "    values: 5\n"
        "  - id: seen\n"
        "    kind: expr\n"
        "    expr: MIN(visit, 4)\n"
    )
    bench = Workbench()
    validate_model = ValidateModel(bench.source, bench.limits, bench.gate)
    body = bodies.validation_answer(validate_model(ValidationRequest(model=text)))
    expected = example("validated")
    expected["errors"][0] |= {"pointer": "/nodes/1/expr", "line": 7, "message": body["errors"][0]["message"]}
    assert_same(body, expected)
    valid = bodies.validation_answer(validate_model(ValidationRequest(model=clinic_desk.MODEL)))
    assert valid["isValid"]
    assert valid["grid"] == example("created")["grid"]
    assert valid["series"] == example("planned")["plan"]["series"]
