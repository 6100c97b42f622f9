"""The rules together: all of them are asked, and none is upset by what it is shown."""

import importlib
import inspect
import pkgutil
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.drafts import draft_of
from examples.worked_examples import example_text
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import ModelInvalidError, in_document_order
from flowtime_domain.model import rules
from flowtime_domain.model.document import Document
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import MODE_RULES
from flowtime_domain.model.reading import read_model
from flowtime_domain.model.rules import RULES


def written_rules():
    for module in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            parameters = [
                parameter.annotation for parameter in inspect.signature(function).parameters.values()
            ]
            takes_a_draft_only = parameters == [Draft]
            if (
                takes_a_draft_only
                and not name.startswith("_")
                and "Iterator" in str(function.__annotations__["return"])
            ):
                yield function


def test_every_rule_is_asked():
    """No rule that is written is left out of the table (design §3)."""
    assert set(RULES) == set(written_rules())


def test_rules_do_not_change_what_they_look_at():
    """Asking the rules twice gives the same findings (model §2.6)."""
    draft = draft_of(example_text("M6"))
    first, second = ([list(rule(draft)) for rule in RULES] for _ in range(2))
    assert first == second


EXPECTED = {
    "M3": [
        ("values_length", "/nodes/0/values"),
        ("unknown_reference", "/nodes/1/expr"),
        ("unknown_key", "/nodes/1/unitt"),
        ("unknown_function", "/nodes/2/expr"),
    ],
    "M6": [("self_shift_requires_initial_condition", "/nodes/0/expr")],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_findings_come_with_those_of_the_shapes(name):
    """Rules that span elements and rules of single ones report together (model M3, M6)."""
    with pytest.raises(ModelInvalidError) as refusal:
        read_model(YamlOrJsonDocumentReader(DocumentLimits()).read(example_text(name)))
    found = {(error.code, error.pointer) for error in refusal.value.errors}
    assert found == set(EXPECTED[name])


def errors_of(document, mode):
    try:
        read_model(document, mode)
    except ModelInvalidError as refusal:
        return refusal.errors
    return ()


NAMES = ["a", "b", "D", "d_queue", "self", "loss", "file:a.csv", "a@Gold", "D:out", "", "*", "a/*"]
WORDS = ["queue", "sink", "dlq", "serviceWithBuffer", "router", "expr", "sample", "SHIFT(a, 1) + b"]
SCALARS = st.sampled_from([*NAMES, *WORDS]) | st.integers(-2, 9) | st.none() | st.booleans()
KEYS = (
    "id kind expr dependencies inflow inputs queue routes target initial initialCondition queueDepth "
    "semantics arrivals served capacity failures retryEcho retryKernel parallelism wipLimit wipOverflow "
    "constraints dispatchSchedule capacitySeries nodes edges from to series as exclude x-note"
)
MAPPINGS = partial(st.dictionaries, st.sampled_from(KEYS.split()))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | MAPPINGS(inner, max_size=5),
    max_leaves=25,
)
ELEMENTS = st.lists(MAPPINGS(ANYTHING, max_size=6) | ANYTHING, max_size=4) | ANYTHING
TOPOLOGIES = ANYTHING | st.dictionaries(st.sampled_from(["nodes", "edges", "constraints"]), ELEMENTS)


@given(ELEMENTS, TOPOLOGIES, ELEMENTS, st.sampled_from(list(MODE_RULES.values())))
def test_documents_of_any_shape_are_refused_in_words(nodes, topology, outputs, mode):
    """Whatever stands in a document, it is read or refused with findings (model §2.6)."""
    grid = {"bins": 2, "binSize": 1, "binUnit": "hours"}
    document = Document({"grid": grid, "nodes": nodes, "topology": topology, "outputs": outputs})
    errors = errors_of(document, mode)
    assert all(error.code and error.message for error in errors)
    assert list(errors) == list(in_document_order(errors))
