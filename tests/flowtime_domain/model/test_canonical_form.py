from examples.models import document_of
from flowtime_domain.model.canonical_form import canonical_form
from flowtime_domain.model.mode_rules import SIMULATION_RULES, TELEMETRY_RULES


def form_of(text, rules=SIMULATION_RULES):
    return canonical_form(document_of(text), rules)


def test_every_element_keeps_its_index():
    """What cannot be rewritten is handed through at its place (model §2.6)."""
    form = form_of(
        "nodes: [3, {id: a}]\ntopology: {nodes: [x], edges: [null], constraints: [1]}\noutputs: [2]"
    )
    assert form.nodes == (3, {"id": "a", "kind": "const"})
    assert (form.topology_nodes, form.edges, form.constraints, form.outputs) == (("x",), (None,), (1,), (2,))


def test_lists_of_another_type_have_no_elements():
    """What is no list is left to the shape of the root (model §3.2)."""
    form = form_of("nodes: {a: 1}\ntopology: []\noutputs: a")
    assert (form.nodes, form.topology_nodes, form.outputs) == ((), (), ())


def test_nodes_of_files_follow_the_written_ones():
    """Nodes that stand for files come last (model §7.4)."""
    text = "nodes: [{id: a}]\ntopology: {nodes: [{id: S, semantics: {arrivals: 'file:x'}}]}"
    form = form_of(text, TELEMETRY_RULES)
    assert form.nodes[1] == {"id": "s_arrivals", "kind": "const", "source": "file:x"}
    assert form.rewriting.written_path(("nodes", 1, "id")) == (
        "topology",
        "nodes",
        0,
        "semantics",
        "arrivals",
    )


def test_sections_are_canonical():
    """Words and integers of the sections have one spelling (model §3.3)."""
    form = form_of(
        "rng: {kind: PCG32, seed: 3.0}\nmetadata: {id: null, x-a: 1}\n"
        "window: {start: 2025-01-06}\ngrid: {bins: 2.0}"
    )
    assert (form.root["rng"], form.root["metadata"]) == ({"kind": "pcg32", "seed": 3}, {})
    assert (form.root["grid"], form.start.year) == ({"bins": 2}, 2025)
