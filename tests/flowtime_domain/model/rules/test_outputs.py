"""Outputs: each chooses published series."""

import pytest

from examples.drafts import findings, found, message
from flowtime_domain.model.rules.outputs import aliases, chosen_series


def outputs(text):
    return f"""\
nodes: [{{id: order_in}}, {{id: order_out}}]
topology: {{nodes: [{{id: Desk, kind: queue, semantics: {{arrivals: order_in, capacity: order_out}}}}]}}
outputs: {text}
"""


RIGHT = [
    '[{series: "*"}]',
    "[{series: order_in}, {series: desk_queue}]",
    '[{series: "order/*"}]',
    '[{series: "/*"}]',
    '[{series: "*", exclude: [order_in, "nothing/*"]}]',
    "[{series: 5}]",
    "[]",
]


@pytest.mark.parametrize("text", RIGHT)
def test_chosen_series(text):
    """An output chooses series by id, by prefix or all; a pattern may exclude none (model §8.1)."""
    assert found(chosen_series, outputs(text)) == []


WRONG = [
    ("[{series: ordr_in}]", [("unknown_reference", "/outputs/0/series")]),
    ("[{series: Order_in}]", [("unknown_reference", "/outputs/0/series")]),
    ('[{series: "Order/*"}]', [("output_matches_nothing", "/outputs/0/series")]),
    ('[{series: "*", exclude: [order_in, x]}]', [("unknown_reference", "/outputs/0/exclude/1")]),
    ('[{series: "ord*"}]', [("unknown_reference", "/outputs/0/series")]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_output_of_nothing(text, expected):
    """An exact id must be published, and a pattern must match with its case (model §8.1)."""
    assert found(chosen_series, outputs(text)) == expected


def test_nearest_output():
    """An unknown id is answered with the nearest published series (model §2.7)."""
    shown = message(findings(chosen_series, outputs("[{series: ordr_in}]")))
    assert shown.endswith("did you mean 'order_in'?")


def test_nothing_is_known_without_nodes():
    """Where no node can be read, no output is called empty (model §2.6)."""
    assert found(chosen_series, 'outputs: [{series: a}, {series: "a/*"}]') == []


def test_aliases():
    """A file name stands beside an exact id and is used once, case ignored (ruling 18)."""
    text = (
        '[{series: a, as: a.csv}, {series: b, as: A.CSV}, {series: "*", as: all.csv}, {series: c, as: c.csv}]'
    )
    assert found(aliases, outputs(text)) == [
        ("output_alias_conflict", "/outputs/1/as"),
        ("output_alias_conflict", "/outputs/2/as"),
    ]
