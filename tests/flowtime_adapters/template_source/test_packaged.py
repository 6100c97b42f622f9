"""The templates that are part of the product."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import yaml

from contracts.template_source import TemplateSourceContract
from examples.worked_examples import example_text, expectations
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, TELEMETRY_RULES
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import Template, read_template
from flowtime_domain.templates.template_model import template_model

READER = YamlOrJsonDocumentReader(DocumentLimits())
CATALOGUE = TemplateCatalogue([PackagedTemplateSource()], READER)
IDS = [
    "it-system-microservices",
    "manufacturing-line",
    "network-reliability",
    "order-system",
    "shared-database",
    "supply-chain-multi-tier",
    "transportation-basic",
    "warehouse-picker-waves",
]
WRITTEN_OUT = {"order-system": "T2", "warehouse-picker-waves": "T3", "shared-database": "T4"}
FIVE: Mapping[str, Mapping[str, list[float]]] = yaml.safe_load(example_text("T1"))


def evaluated(template: Template, **given: Any) -> Evaluation:
    return evaluate(template_model(template, effective_parameters(template, given), SIMULATION_RULES))


def assert_points(evaluation: Evaluation, points: Mapping[str, Mapping[int, float]]) -> None:
    """Single values of series, as the specification states them."""
    for name, values in points.items():
        for t, value in values.items():
            assert evaluation.series[name][t] == pytest.approx(value, rel=1e-9, abs=1e-9), (name, t)


class TestPackagedTemplateSource(TemplateSourceContract):
    def source(self) -> PackagedTemplateSource:
        return PackagedTemplateSource()

    def test_an_id_that_leads_out_of_the_folder_finds_nothing(self) -> None:
        """Ids never become paths outside the folder of templates (model §9.1)."""
        for template_id in ("../packaged", "packaged/order-system", "/etc/hosts", "order-system\n", "."):
            assert self.source().candidates(template_id) == []

    def test_exactly_one_candidate(self) -> None:
        """A packaged file bears the id of its template, so one file has to be parsed (model §12.1)."""
        assert [file.name for file in self.source().candidates("order-system")] == ["order-system"]


def test_the_eight_templates_are_listed() -> None:
    """Eight templates are shipped, none of them broken (model §12.1)."""
    assert [(entry.id, entry.status) for entry in CATALOGUE.entries()] == [(name, "ok") for name in IDS]


@pytest.mark.parametrize("template_id", IDS)
def test_file_is_named_after_its_id(template_id: str) -> None:
    """The name of a packaged file is its template's id (model §12.1)."""
    (file,) = PackagedTemplateSource().candidates(template_id)
    assert CATALOGUE.load(template_id).id == file.name


@pytest.mark.parametrize("template_id", IDS)
def test_common_traits(template_id: str) -> None:
    """All have version 1.0.0, time zone UTC, minutes, and integer parameters for the grid (model §12.1)."""
    template = CATALOGUE.load(template_id)
    root: Any = template.document.root
    assert (root["schemaVersion"], root["generator"], template.version) == (1, "flowtime", "1.0.0")
    assert (root["window"]["timezone"], root["grid"]["binUnit"]) == ("UTC", "minutes")
    assert [(one.name, one.type) for one in template.parameters[:2]] == [
        ("bins", "integer"),
        ("binSize", "integer"),
    ]


@pytest.mark.parametrize("template_id", IDS)
def test_people_can_read_them(template_id: str) -> None:
    """Template and parameters have titles, and the template a description (model §9.2)."""
    template = CATALOGUE.load(template_id)
    assert template.title != template.id
    assert template.description
    assert all(one.title for one in template.parameters)


@pytest.mark.parametrize("template_id", IDS)
def test_every_parameter_is_used(template_id: str) -> None:
    """Each declared parameter stands somewhere in the model (model §12.2)."""
    template = CATALOGUE.load(template_id)
    (file,) = PackagedTemplateSource().candidates(template_id)
    used = set(re.findall(rb"\$\{(\w+)\}", file.content or b""))
    assert used == {one.name.encode() for one in template.parameters}


@pytest.mark.parametrize("template_id", IDS)
def test_every_mode_reads_them(template_id: str) -> None:
    """With default parameters a template is a model under the rules of either mode (model §10)."""
    template = CATALOGUE.load(template_id)
    for rules in (SIMULATION_RULES, TELEMETRY_RULES):
        assert template_model(template, effective_parameters(template, {}), rules).metadata.id == template_id


@pytest.mark.parametrize("template_id", [name for name in IDS if name != "shared-database"])
def test_sources_belong_to_telemetry_mode(template_id: str) -> None:
    """All but one have a source, blank by default, that either mode reads (model §12.2, §12.5)."""
    template = CATALOGUE.load(template_id)
    (source,) = [one for one in template.parameters if one.type == "string"]
    assert (source.default, source.required) == ("", False)
    values = effective_parameters(template, {source.name: "file://telemetry/demand.csv"})
    for rules in (SIMULATION_RULES, TELEMETRY_RULES):
        model = template_model(template, values, rules)
        assert model.nodes[0].source == "file://telemetry/demand.csv"  # type: ignore[union-attr]


@pytest.mark.parametrize("template_id", list(FIVE))
def test_results_of_the_five(template_id: str) -> None:
    """With default parameters the five templates give the numbers of the table (model T1)."""
    evaluation = evaluated(CATALOGUE.load(template_id))
    for name, values in FIVE[template_id].items():
        assert evaluation.series[name].tolist() == pytest.approx(values, rel=1e-12, abs=1e-12)


def test_warnings_of_the_five() -> None:
    """The only warning of the five is that the supplier serves more than arrives (model T1)."""
    warnings = [
        (template_id, warning.code, warning.node_id, warning.count)
        for template_id in FIVE
        for warning in evaluated(CATALOGUE.load(template_id)).warnings
    ]
    assert warnings == [("supply-chain-multi-tier", "served_exceeds_arrivals", "Supplier", 6)]


def test_the_grid_follows_its_parameters() -> None:
    """`bins` and `binSize` shape the grid, and patterns repeat (model §12.2)."""
    template = CATALOGUE.load("transportation-basic")
    values = effective_parameters(template, {"bins": 8, "binSize": 15.0, "demandPattern": [1, 2, 3]})
    model = template_model(template, values, SIMULATION_RULES)
    assert (model.grid.bins, model.grid.bin_size) == (8, 15)
    assert evaluate(model).series["passenger_demand"].tolist() == [1, 2, 3, 1, 2, 3, 1, 2]


@pytest.mark.parametrize(("template_id", "example"), WRITTEN_OUT.items())
def test_the_model_of_the_specification(template_id: str, example: str) -> None:
    """The packaged template and the block of the specification are the same model (model T2-T4)."""
    text = example_text(example).encode()
    written = read_template(READER.read(text), text, name=example, origin="packaged")
    packaged = CATALOGUE.load(template_id)
    forms = [
        normal_form(template_model(one, effective_parameters(one, {}), SIMULATION_RULES))
        for one in (written, packaged)
    ]
    for form in forms:
        form["metadata"] = {**form["metadata"], "description": None}  # type: ignore[dict-item]
    assert forms[0] == forms[1]
    silent = [
        tuple(one.model_copy(update={"title": None, "description": None}) for one in template.parameters)
        for template in (written, packaged)
    ]
    assert silent[0] == silent[1]


@pytest.mark.parametrize(("template_id", "example"), WRITTEN_OUT.items())
def test_results_of_the_specification(template_id: str, example: str) -> None:
    """With default parameters they give the numbers and all warnings of the specification (model T2-T4)."""
    evaluation = evaluated(CATALOGUE.load(template_id))
    expected: Any = expectations(example)
    for name, total in expected["sums"].items():
        assert evaluation.series[name].sum() == pytest.approx(total, rel=1e-9), name
    assert_points(evaluation, expected["points"])
    assert [
        {"code": one.code, "nodeId": one.node_id, "first": next(iter(one.bins), None), "count": one.count}
        for one in evaluation.warnings
    ] == [{"first": None, **warning} for warning in expected["warnings"]]


@pytest.mark.parametrize("policy", ["priority", "maxMin"])
def test_policies_of_shared_database(policy: str) -> None:
    """The policy decides who waits: the same burst under the two other policies (model T4)."""
    evaluation = evaluated(CATALOGUE.load("shared-database"), policy=policy)
    expected: Any = expectations("T4")
    assert_points(evaluation, expected["policies"][policy])


def test_policies_of_shared_database_keep_what_waits_in_all() -> None:
    """What waits in all depends on the database alone, not on who gets it (model §12.5)."""
    template = CATALOGUE.load("shared-database")
    waiting = [
        np.sum([evaluation.series[f"{name}_queue"] for name in ("checkout", "search", "reporting")], axis=0)
        for evaluation in (evaluated(template, policy=one) for one in ("proportional", "priority", "maxMin"))
    ]
    assert waiting[1] == pytest.approx(waiting[0], rel=1e-9, abs=1e-9)
    assert waiting[2] == pytest.approx(waiting[0], rel=1e-9, abs=1e-9)


def test_waves_follow_their_parameters() -> None:
    """More pickers than the dock can hold change nothing: the dock cuts the wave (model §12.4)."""
    template = CATALOGUE.load("warehouse-picker-waves")
    for pickers, wave in ((5, 100), (6, 110), (60, 110)):
        evaluation = evaluated(template, pickers=pickers, wavePeriodBins=8, waveOffset=7)
        released = evaluation.series["pick_queue_gated_outflow"]
        assert [int(t) for t in released.nonzero()[0]] == [7, 15, 23, 31]
        assert released[7] == wave
