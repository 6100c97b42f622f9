"""Tolerance files."""

import pytest

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.state.tolerance import Allowance, Tolerance, read_tolerance

READER = YamlOrJsonDocumentReader(DocumentLimits())
FILE = """\
default: {absolute: 0.5, relative: 0.01}
rules:
  - {nodeId: Desk, metric: queue, absolute: 2}
  - {nodeId: Desk, relative: 0.1}
  - {metric: served, absolute: 3}
"""


def read(text):
    return read_tolerance(lambda: READER.read(text), "The tolerance file 'a.yaml'")


def allowed(tolerance, *names):
    found = tolerance.of(*names)
    return found.absolute, found.relative


def findings(text):
    with pytest.raises(RequestInvalidError) as caught:
        read(text)
    assert caught.value.detail.startswith("The tolerance file 'a.yaml' has ")
    return [
        (error.code, error.pointer, error.place and (error.place.line, error.place.column))
        for error in caught.value.errors
    ]


def test_the_first_rule_that_matches_counts_alone():
    """A rule matches by the names it gives; the default counts where none does (state §8.3)."""
    tolerance = read(FILE)
    assert allowed(tolerance, "Desk", "queue") == (2, 0)
    assert allowed(tolerance, "Desk", "served") == (0, 0.1)
    assert allowed(tolerance, "Ward", "served") == (3, 0)
    assert allowed(tolerance, "Ward", "queue") == (0.5, 0.01)


@pytest.mark.parametrize("text", ["{}", "default: {}", "rules: []", "default: null", "x-note: none yet"])
def test_nothing_said_is_nothing_allowed(text):
    """What a file leaves out is 0 (state §8.3)."""
    assert read(text) == Tolerance(default=Allowance(absolute=0, relative=0), rules=())


def test_a_rule_without_names_is_about_everything():
    """A rule that gives neither name matches every row (state §8.3)."""
    assert allowed(read("rules: [{absolute: 1}]"), "Desk", "queue") == (1, 0)


def test_json_is_read_too():
    """A tolerance file may be JSON, as every document (model §2.1)."""
    assert allowed(read('{"default": {"relative": 0.25}}'), "Desk", "queue") == (0, 0.25)


@pytest.mark.parametrize("metric", REPORTED_METRICS)
def test_every_compared_metric_has_rules(metric):
    """Each metric that is compared can be named (state §8.1)."""
    tolerance = read(f"rules: [{{metric: {metric}, absolute: 1}}]")
    assert allowed(tolerance, "Desk", metric) == (1, 0)


def test_all_mistakes_come_together_with_their_places():
    """Every mistake of a file is found at once, with line and column (state §8.3, model §2.5)."""
    text = """\
default: {absolute: -1, relatve: 2}
rules:
  - {metric: quue, absolute: .inf}
  - 5
  - {nodeId: 7, relative: a}
limit: 3
"""
    assert findings(text) == [
        ("out_of_range", "/default/absolute", (1, 21)),
        ("unknown_key", "/default/relatve", (1, 25)),
        ("unknown_metric", "/rules/0/metric", (3, 14)),
        ("non_finite_number", "/rules/0/absolute", (3, 30)),
        ("invalid_type", "/rules/1", (4, 5)),
        ("invalid_type", "/rules/2/nodeId", (5, 14)),
        ("invalid_type", "/rules/2/relative", (5, 27)),
        ("unknown_key", "/limit", (6, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "code", "pointer"),
    [
        ("", "document_empty", ""),
        ("- 1", "document_not_mapping", ""),
        ("default: {absolute: 1, absolute: 2}", "duplicate_key", "/default/absolute"),
        ("default: [", "yaml_syntax", ""),
        ("rules: {metric: queue}", "invalid_type", "/rules"),
        ("default: 3", "invalid_type", "/default"),
        ("default: {absolute: true}", "invalid_type", "/default/absolute"),
        ("default: {absolute: .nan}", "non_finite_number", "/default/absolute"),
    ],
)
def test_what_is_no_tolerance_file(text, code, pointer):
    """A text that is no document of the right shape is refused, wherever it breaks (state §8.3)."""
    ((found_code, found_pointer, place),) = findings(text)
    assert (found_code, found_pointer) == (code, pointer)
    assert place is not None


def test_the_nearest_metric_is_named():
    """An unknown metric comes with the nearest one; a derived one is not compared (state §8.1)."""
    with pytest.raises(
        RequestInvalidError, match="'quue' is no metric that is compared; did you mean 'queue'"
    ):
        read("rules: [{metric: quue}]")
    with pytest.raises(RequestInvalidError, match=r"'\{color\}' is no metric .* these are: arrivals, served"):
        read("rules: [{metric: '{color}'}]")
