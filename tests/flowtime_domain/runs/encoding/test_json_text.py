import hashlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.runs.encoding import artifact_json, canonical_json, compact_json, number_text
from flowtime_domain.runs.encoding.json_text import quoted

CLINIC = {
    "schemaVersion": 1,
    "metadata": {"id": "clinic-desk", "title": "Clinic Desk", "version": "1.2.0"},
    "grid": {"bins": 3, "binSize": 15, "binUnit": "minutes", "start": "2025-03-03T08:00:00Z"},
    "nodes": [
        {"id": "visits", "kind": "const", "values": [18.0, 26.0, 12.0]},
        {"id": "desk_capacity", "kind": "const", "values": [20.0, 20.0, 20.0]},
    ],
    "topology": {
        "nodes": [
            {
                "id": "Desk",
                "kind": "serviceWithBuffer",
                "semantics": {"arrivals": "visits", "capacity": "desk_capacity"},
            }
        ]
    },
}
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def as_floats(value):
    """A value whose numbers are all binary64, as a reader of numbers takes them."""
    if isinstance(value, dict):
        return {key: as_floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_floats(item) for item in value]
    return float(value) if type(value) is int else value


def test_the_worked_example_has_its_hash():
    """The canonical JSON of the clinic has 510 bytes and the hash that is printed (runs §3.3)."""
    scenario = {"telemetry": [], "seed": None, "parameters": {}, "model": CLINIC, "mode": "simulation"}
    text = canonical_json({**scenario, "engineSemantics": 1})
    assert len(text) == 510
    expected = "415f2c7365bd5e2786eb6a077295dea81f7db47f7beec52f489578afdbf4a659"
    assert hashlib.sha256(text).hexdigest() == expected


def test_members_are_sorted_by_utf_16():
    """The sample of RFC 8785 §3.2.3 is sorted as printed there (runs §3.1)."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert list(json.loads(canonical_json(dict.fromkeys(names)))) == expected


def test_texts_have_the_shortest_escapes():
    """Only quotes, backslashes and control characters are escaped, as short as can be (runs §3.1)."""
    assert quoted('€$\x0f\nA\'B"\\\\"/\x7f') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'


@given(TREES)
def test_json_reads_back(value):
    """Each layout reads back to an equal value (runs §1.4, §1.5)."""
    for text in (canonical_json(value), compact_json(value), artifact_json(value)):
        assert as_floats(json.loads(text)) == as_floats(value)


@given(st.dictionaries(st.text(), st.integers()))
def test_canonical_json_ignores_order(mapping):
    """Equal mappings have one canonical text (runs §3.1)."""
    assert canonical_json(mapping) == canonical_json(dict(reversed(mapping.items())))


def test_artifacts_have_a_line_for_each_part():
    """Artifacts keep their order, with two blanks and a line for each member and element (runs §1.5)."""
    value = {"b": [1.0, [], {}], "a": {"x": None, "y": True, "é": 'q"'}, "n": 2**63 - 1}
    expected = (
        '{\n  "b": [\n    1,\n    [],\n    {}\n  ],\n  "a": {\n    "x": null,\n    "y": true,\n'
        '    "é": "q\\""\n  },\n  "n": 9223372036854775807\n}\n'
    )
    assert artifact_json(value) == expected.encode()


@given(st.lists(st.integers(-(10**15), 10**15) | st.text(), min_size=1))
def test_artifacts_are_laid_out_like_any_indented_json(value):
    """The layout of artifacts is that of the standard library with two blanks (runs §1.5)."""
    assert (
        artifact_json({"a": value}).decode() == json.dumps({"a": value}, indent=2, ensure_ascii=False) + "\n"
    )


def test_answers_say_null_for_what_is_not_finite():
    """Answers have null for numbers that are not finite; files never hold any (api §1.2)."""
    assert compact_json([math.nan, math.inf, 2.0, None]) == b"[null,null,2,null]"
    for writer in (canonical_json, artifact_json):
        with pytest.raises(ValueError, match="no text"):
            writer([math.nan])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_those_of_the_standard(number):
    """A number has the same text in every layout (runs §1.4)."""
    assert canonical_json(number) == compact_json(number) == number_text(number).encode()
