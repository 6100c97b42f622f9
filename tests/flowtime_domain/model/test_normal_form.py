"""The one way to write a model: what is hashed, and what a run stores."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.clinic_desk import MODEL_YAML
from examples.worked_examples import example_names, example_text, expectations
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.model.reading import read_model

GRID = {"bins": 3, "binSize": 15, "binUnit": "minutes"}


def read(text):
    return read_model(YamlOrJsonDocumentReader(DocumentLimits()).read(text))


def form(mapping):
    return normal_form(read_model(Document({"grid": GRID, **mapping})))


def ordered(value):
    """A text that differs when the order of keys differs."""
    return json.dumps(value)


def test_example_is_its_own_normal_form():
    """The worked example of identity is its own normal form, key order included (runs §3.3)."""
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(MODEL_YAML)
    written = normal_form(read(MODEL_YAML))
    assert written == document.root
    assert list(written) == list(document.root)
    assert [list(node) for node in written["nodes"]] == [["id", "kind", "values"]] * 2


def test_defaults_of_series_nodes_are_written_out():
    """schemaVersion, kinds, pmf mode, route weights and the kind of rng are written (model §3.5)."""
    pmf = {"values": [1.0, 2.0], "probabilities": [0.5, 0.5]}
    written = form(
        {
            "rng": {"seed": 5},
            "nodes": [
                {"id": "a", "values": 1},
                {"id": "p", "kind": "pmf", "pmf": {**pmf, "values": [1, 2]}},
                {"id": "r", "kind": "router", "inputs": {"queue": "a"}, "routes": [{"target": "b"}]},
            ],
        }
    )
    routes = [{"target": "b", "weight": 1.0}]
    expected = {
        "schemaVersion": 1,
        "grid": GRID,
        "nodes": [
            {"id": "a", "kind": "const", "values": 1.0},
            {"id": "p", "kind": "pmf", "pmf": pmf, "mode": "expected"},
            {"id": "r", "kind": "router", "inputs": {"queue": "a"}, "routes": routes},
        ],
        "rng": {"kind": "pcg32", "seed": 5},
    }
    assert ordered(written) == ordered(expected)


def test_defaults_of_the_topology_are_written_out():
    """Kinds, overflow, ids, weights and types of edges, and policies are written (model §3.5)."""
    semantics = {"arrivals": "a", "served": "a"}
    pool = {"id": "pool", "semantics": {"served": "a"}, "nodes": ["Q"]}
    written = form(
        {
            "nodes": [{"id": "a", "values": 1}],
            "topology": {
                "nodes": [
                    {"id": "S", "semantics": semantics},
                    {"id": "Q", "kind": "queue", "wipLimit": 3, "semantics": semantics},
                ],
                "edges": [{"from": "S:out", "to": "Q:in"}],
                "constraints": [pool],
            },
        }
    )
    queue = {"id": "Q", "kind": "queue", "semantics": semantics, "wipLimit": 3.0, "wipOverflow": "loss"}
    expected = {
        "nodes": [{"id": "S", "kind": "service", "semantics": semantics}, queue],
        "edges": [{"from": "S:out", "to": "Q:in", "id": "S->Q", "weight": 1.0, "type": "throughput"}],
        "constraints": [
            {"id": "pool", "policy": "proportional", "semantics": {"served": "a"}, "nodes": ["Q"]}
        ],
    }
    assert ordered(written["topology"]) == ordered(expected)


def test_keys_stand_in_the_order_of_the_tables():
    """Keys are ordered as the language lists them, keys of all kinds first (runs §6.2)."""
    node = {
        "source": "x.csv",
        "repeat": True,
        "values": [1, 2],
        "metadata": {"owner": "me", "since": 2020, "live": True, "share": 0.5},
        "description": "what",
        "unit": "orders",
        "initial": 2,
        "kind": "const",
        "id": "a",
    }
    written = form(
        {"outputs": [{"as": "a.csv", "series": "a"}], "nodes": [node], "metadata": {"tags": ["x"], "id": "m"}}
    )
    assert list(written["nodes"][0]) == list(reversed(node))
    assert written["nodes"][0]["metadata"] == {"owner": "me", "since": 2020, "live": True, "share": 0.5}
    assert written["outputs"] == [{"series": "a", "as": "a.csv"}]
    assert ordered(written["metadata"]) == ordered({"id": "m", "tags": ["x"]})
    assert list(written) == ["schemaVersion", "metadata", "grid", "nodes", "outputs"]


def test_phase_offset_is_written_as_it_was():
    """The default phase of a schedule is not written out, a written one stays (model §3.5)."""
    buffer = {"id": "b", "kind": "serviceWithBuffer", "inflow": "a", "outflow": "a"}
    schedule = {"kind": "periodic", "periodBins": 2}
    queue = {"id": "Q", "kind": "queue", "semantics": {"arrivals": "a", "served": "a"}}
    written = form(
        {
            "nodes": [{"id": "a", "values": 1}, {**buffer, "dispatchSchedule": schedule}],
            "topology": {"nodes": [{**queue, "dispatchSchedule": {**schedule, "phaseOffset": 0}}]},
        }
    )
    assert written["nodes"][1]["dispatchSchedule"] == {"periodBins": 2}
    assert written["topology"]["nodes"][0]["dispatchSchedule"] == {"periodBins": 2, "phaseOffset": 0}


def test_what_is_left_out():
    """Mode, generator, provenance, window, blank sources and dependencies are left out (model §3.5)."""
    written = form(
        {
            "mode": "telemetry",
            "generator": "FlowTime 1",
            "provenance": {"by": "me"},
            "window": {"start": "2025-01-01", "timezone": "utc"},
            "nodes": [
                {"id": "a", "values": [1], "source": " "},
                {"id": "e", "kind": "EXPR", "expr": 2, "dependencies": []},
            ],
            "outputs": [],
            "topology": {},
        }
    )
    assert ordered(written) == ordered(
        {
            "schemaVersion": 1,
            "grid": {**GRID, "start": "2025-01-01T00:00:00Z"},
            "nodes": [
                {"id": "a", "kind": "const", "values": [1.0]},
                {"id": "e", "kind": "expr", "expr": "2"},
            ],
        }
    )


def test_other_spellings_have_one_normal_form():
    """Spellings, order of keys and defaults do not change the normal form (runs §3.3)."""
    plain = {"nodes": [{"id": "a", "values": 1}], "topology": {"nodes": []}}
    other = {
        "topology": None,
        "x-note": 1,
        "schemaVersion": 1.0,
        "nodes": [{"values": 1.0, "kind": "Const", "id": "a", "unit": None}],
    }
    assert ordered(form(plain)) == ordered(form(other))


READABLE = [
    name
    for letter in "EM"
    for name in example_names(letter)
    if name not in ("E8", "M7", "M8") and "errors" not in expectations(name)
]


@pytest.mark.parametrize("name", READABLE)
def test_normal_form_reads_as_itself(name):
    """The normal form of a model reads as a model of the same normal form (model §3.5)."""
    written = normal_form(read(example_text(name)))
    assert ordered(normal_form(read_model(Document(written)))) == ordered(written)
    assert ordered(normal_form(read(json.dumps(written)))) == ordered(written)


IDS = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
CONST = st.fixed_dictionaries(
    {"values": NUMBERS | st.lists(NUMBERS, min_size=3, max_size=3)},
    optional={
        "kind": st.sampled_from(["const", "Const"]),
        "initial": NUMBERS,
        "unit": TEXTS,
        "description": TEXTS,
        "metadata": st.dictionaries(TEXTS, TEXTS | NUMBERS | st.booleans() | st.integers(-9, 9), max_size=3),
        "repeat": st.booleans(),
        "source": TEXTS,
    },
)


@given(st.dictionaries(IDS, CONST, min_size=1, max_size=4), st.none() | st.integers(0, 2**63 - 1))
def test_normal_form_is_stable(nodes, seed):
    """Reading a normal form gives the same normal form, whatever the model holds (model §3.5)."""
    rng = {} if seed is None else {"rng": {"seed": seed}}
    written = form({"nodes": [{"id": name, **node} for name, node in nodes.items()], **rng})
    assert ordered(normal_form(read_model(Document(written)))) == ordered(written)
