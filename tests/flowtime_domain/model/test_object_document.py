import json
import math
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.object_document import object_document

LIMITS = DocumentLimits()
SCALARS = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text()
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
OBJECTS = st.dictionaries(st.text(), TREES, max_size=4)


def refusal(root, limits=LIMITS):
    with pytest.raises(ModelInvalidError) as raised:
        object_document(root, limits)
    return [(finding.code, finding.pointer) for finding in raised.value.errors]


def events(value):
    """Events by their definition: one a scalar or key, two a mapping or list."""
    if isinstance(value, dict):
        return 2 + sum(1 + events(item) for item in value.values())
    return 2 + sum(map(events, value)) if isinstance(value, list) else 1


def test_arrays_are_the_lists_that_they_hold():
    """A program may build a model from NumPy's arrays and scalars (model §2.1)."""
    given = {"bins": np.int64(2), "values": np.array([[1.5, 2.0]]), "name": np.str_("a"), "flag": np.True_}
    root = object_document(given, LIMITS).root
    assert root == {"bins": 2, "values": [[1.5, 2.0]], "name": "a", "flag": True}
    assert [type(value) for value in root.values()] == [int, list, str, bool]
    assert refusal({"lag": np.timedelta64(1, "D")}) == [("invalid_type", "/lag")]


@given(OBJECTS)
def test_an_object_is_copied(root):
    """A parsed object becomes a document of its own, without places (model §2.1)."""
    document = object_document(root, LIMITS)
    assert document.root == root
    assert document.root is not root
    assert document.place_of(()) is None


@given(OBJECTS)
def test_size_is_that_of_compact_json(root):
    """The size of an object is that of its compact JSON (model §2.1)."""
    size = len(json.dumps(root, ensure_ascii=False, separators=(",", ":")).encode())
    assert object_document(root, DocumentLimits(max_bytes=size))
    assert refusal(root, DocumentLimits(max_bytes=size - 1)) == [("document_too_large", "")]


@given(OBJECTS)
def test_events_are_counted(root):
    """Each scalar counts as one event, each mapping and list as two (model §2.1)."""
    assert object_document(root, DocumentLimits(max_events=events(root)))
    assert refusal(root, DocumentLimits(max_events=events(root) - 1)) == [("too_many_events", "")]


def test_depth_is_limited():
    """The root has depth 1; the first value that is nested too deep is named, once (model §2.2)."""
    root = {"a": [[1]], "b": [[2]]}
    assert object_document(root, DocumentLimits(max_depth=3))
    assert refusal(root, DocumentLimits(max_depth=2)) == [("document_too_deep", "/a/0")]


def test_deep_objects_cost_no_stack():
    """An object nested 100,000 deep is refused like any other that is too deep (model §2.2)."""
    root = {}
    for _ in range(50_000):
        root = {"a": [root]}
    assert refusal(root) == [("document_too_deep", "/a" + "/0/a" * 31 + "/0")]


def test_an_object_that_contains_itself_is_refused():
    """An object that contains itself is refused, as an alias inside its own anchor is (model §2.2)."""
    root = {}
    root["a"] = [root, 1, root]
    assert refusal(root) == [("yaml_syntax", "/a/0"), ("yaml_syntax", "/a/2")]
    same = {"b": 1}
    assert object_document({"a": [same, same]}, LIMITS).root == {"a": [{"b": 1}, {"b": 1}]}


def test_keys_are_texts():
    """A key that is no text is of the wrong type, and its value is not looked at (model §2.1)."""
    assert refusal({"a": {True: object(), None: 2}}) == [
        ("invalid_type", "/a/None"),
        ("invalid_type", "/a/True"),
    ]


def test_numbers_are_keys_as_a_document_writes_them():
    """A program may write a distribution as it thinks of it, with numbers for values (ruling 21)."""
    written = {0: 1, 0.95: 2, np.int64(-3): 4, 1e21: 5, math.nan: 6, -math.inf: 7, 10**5000: 8}
    root = object_document({"pmf": written}, LIMITS).root
    assert list(root["pmf"]) == ["0", "0.95", "-3", "1e+21", ".nan", "-.inf", ".inf"]
    assert refusal({"pmf": {1: 0.5, "1": 0.5}}) == [("duplicate_key", "/pmf/1")]


def test_dates_are_texts():
    """Dates and times stand for the texts that a document holds; others than UTC stay so (model §4.3)."""
    morning, east = datetime(2025, 1, 5, 20, 30), timezone(timedelta(hours=2))
    moments = [morning.date(), morning, morning.replace(tzinfo=UTC), morning.replace(tzinfo=east)]
    assert object_document({"starts": [*moments, np.datetime64("2025-01-05")]}, LIMITS).root["starts"] == [
        "2025-01-05",
        "2025-01-05T20:30:00",
        "2025-01-05T20:30:00+00:00",
        "2025-01-05T20:30:00+02:00",
        "2025-01-05",
    ]


def test_values_are_what_json_knows():
    """A value that JSON does not know is of the wrong type (model §2.1)."""
    assert refusal({"a": [{1, 2}], "b": 1j}) == [("invalid_type", "/a/0"), ("invalid_type", "/b")]


def test_tuples_are_lists():
    """A tuple counts as a list (model §2.1)."""
    assert object_document({"a": (1, 2)}, LIMITS).root == {"a": [1, 2]}


def test_lone_surrogates_are_refused():
    """A lone surrogate is refused in keys and values (model §2.1)."""
    assert refusal({"a": "\ud800", "\udc00": 1}) == [("yaml_syntax", "/a"), ("yaml_syntax", "/\udc00")]


def test_numbers_beyond_binary64_become_infinite():
    """A number that is too large is left to whoever reads a number (model §2.3)."""
    root = {"a": 10**5000, "b": -(10**400), "c": math.inf, "d": 2**70}
    assert object_document(root, LIMITS).root == {"a": math.inf, "b": -math.inf, "c": math.inf, "d": 2**70}
