"""The single, the wide and the long form."""

import pytest

from examples.imports import SINGLE, request_of
from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.telemetry.import_request import LongForm, SeriesColumn


def errors_of(**changes):
    with pytest.raises(RequestInvalidError) as caught:
        request_of(**changes)
    return [(error.code, error.pointer) for error in caught.value.errors]


def test_the_single_form():
    """A single series has its values in the column `value` unless told otherwise (telemetry §6.1)."""
    assert request_of().form == (SeriesColumn("value", "Desk", "Arrivals", None, None),)


def test_the_wide_form():
    """Each entry names column, node and metric, and may name aggregate and unit (telemetry §6.1)."""
    series = [
        {"column": "a", "nodeId": "DeskA", "metric": "queuedepth", "aggregate": "MEAN", "unit": "patients"},
        {"column": "a", "nodeId": "DeskB", "metric": "Served"},
    ]
    first, second = request_of(series=series).form
    assert (first.metric, str(first.aggregate), first.unit) == ("QueueDepth", "mean", "patients")
    assert (second.aggregate, second.unit) == (None, None)


def test_the_long_form():
    """Columns tell node and metric, or one metric holds for all rows (telemetry §6.1)."""
    columns = request_of(series=None, nodeColumn="n", metricColumn="m", valueColumn="v").form
    assert columns == LongForm("n", "m", None, "v")
    assert request_of(series=None, nodeColumn="n", metric="SERVED").form == LongForm(
        "n", None, "Served", "value"
    )


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"series": None}, [("required_member", "/series")]),
        ({"series": []}, [("required_member", "/series")]),
        ({"series": "value"}, [("invalid_type", "/series")]),
        ({"series": ["value"]}, [("invalid_type", "/series/0")]),
        (
            {"nodeColumn": "n", "metric": "m"},
            [("conflicting_members", f"/{name}") for name in ("nodeColumn", "metric")],
        ),
        ({"series": None, "metricColumn": "m"}, [("required_member", "/nodeColumn")]),
        ({"series": None, "nodeColumn": "n"}, [("required_member", "/metricColumn")]),
        (
            {"series": None, "nodeColumn": "n", "metricColumn": "m", "metric": "served"},
            [("conflicting_members", "/metric")],
        ),
        ({"series": None, "nodeColumn": "n", "metric": "serve"}, [("metric_unknown", "/metric")]),
        (
            {"series": [{}]},
            [("required_member", "/series/0/nodeId"), ("required_member", "/series/0/metric")],
        ),
        (
            {"series": [{**SINGLE[0], "column": "a"}, {"nodeId": "B", "metric": "served"}]},
            [("required_member", "/series/1/column")],
        ),
        (
            {"series": [{**SINGLE[0], "column": "a"}, {**SINGLE[0], "column": "b"}]},
            [("conflicting_members", "/series/1")],
        ),
        (
            {"series": [{**SINGLE[0], "aggregate": "median", "unit": " ", "colour": 1}]},
            [("out_of_range", "aggregate"), ("blank_text", "unit"), ("unknown_member", "colour")],
        ),
        ({"aggregate": "quantile:2"}, [("out_of_range", "/aggregate")]),
    ],
)
def test_forms_that_are_wrong(changes, errors):
    """Exactly one form is used, and all that is wrong with it comes together (telemetry §6.1)."""
    expected = {(code, place if place.startswith("/") else f"/series/0/{place}") for code, place in errors}
    assert set(errors_of(**changes)) == expected
