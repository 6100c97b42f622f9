"""Reading copes with whatever is written: arbitrary trees, and right documents with one part replaced."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.models import document_of
from examples.worked_examples import example_text
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, TELEMETRY_RULES
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import read_model

KEYS = [
    *(
        "grid",
        "window",
        "nodes",
        "topology",
        "outputs",
        "rng",
        "metadata",
        "provenance",
        "edges",
        "constraints",
    ),
    *(
        "id",
        "kind",
        "values",
        "expr",
        "expression",
        "pmf",
        "probabilities",
        "router",
        "inputs",
        "routes",
        "target",
    ),
    *(
        "queue",
        "semantics",
        "arrivals",
        "served",
        "queueDepth",
        "retryKernel",
        "dispatchSchedule",
        "from",
        "to",
    ),
    *(
        "bins",
        "binSize",
        "binUnit",
        "start",
        "series",
        "as",
        "exclude",
        "seed",
        "source",
        "x-a",
        "classes",
        "1",
    ),
]
WORDS = [
    "a",
    "b",
    "A",
    "const",
    "expr",
    "pmf",
    "router",
    "queue",
    "self",
    "hours",
    "series:a",
    "a@B",
    "file:x",
    "*",
    "",
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5),
    st.sampled_from([0.5, 2.0, float("nan"), float("inf"), 10**400]),
    st.sampled_from(WORDS),
    st.text(max_size=4),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=25,
)
SECTIONS = {
    "grid": st.just({"bins": 2, "binSize": 1, "binUnit": "hours"}) | TREES,
    "nodes": st.lists(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=5) | TREES, max_size=4) | TREES,
    "topology": st.fixed_dictionaries(
        {}, optional={key: st.lists(TREES, max_size=3) | TREES for key in ("nodes", "edges", "constraints")}
    )
    | TREES,
}


EXAMPLE_TREES = [document_of(example_text(name)).root for name in ("M2", "E14", "E15", "E16", "E19", "E21")]


def paths_in(value, path=()):
    """The path of every part of a tree."""
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in members:
        yield from paths_in(item, (*path, key))


def replaced(value, path, other):
    """A copy of a tree with another part at a path."""
    if not path:
        return other
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], other)
    return copy


def leads_somewhere(root, pointer):
    here = root
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        here = here[int(key)] if isinstance(here, list) else here[key]
    return True


def assert_model_or_errors(root, rules):
    """Reading gives a model that its normal form gives again, or errors with pointers that lead somewhere."""
    model, errors = outcome(root, rules)
    assert all(leads_somewhere(root, error.pointer) for error in errors)
    if model is not None:
        again, _ = outcome(normal_form(model), rules)
        assert normal_form(again) == normal_form(model)


def outcome(root, rules):
    try:
        return read_model(object_document(root, DocumentLimits()), rules), ()
    except ModelInvalidError as error:
        return None, error.errors


BOTH_MODES = st.sampled_from([SIMULATION_RULES, TELEMETRY_RULES])
PATIENT = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(
    known=st.fixed_dictionaries({}, optional=SECTIONS),
    other=st.dictionaries(st.sampled_from(KEYS), TREES, max_size=3),
    rules=BOTH_MODES,
)
def test_any_tree_is_a_model_or_has_errors(known, other, rules):
    """Whatever is written, reading gives a model or errors, and pointers lead into it (model §2.5)."""
    assert_model_or_errors(other | known, rules)


@PATIENT
@given(data=st.data(), rules=BOTH_MODES)
def test_any_change_of_a_right_model_is_a_model_or_has_errors(data, rules):
    """A right document with one part replaced is a model or has errors that point into it (model §2.5)."""
    root = data.draw(st.sampled_from(EXAMPLE_TREES))
    path = data.draw(st.sampled_from([path for path in paths_in(root) if path]))
    assert_model_or_errors(replaced(root, path, data.draw(TREES)), rules)
