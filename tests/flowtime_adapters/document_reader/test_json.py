import json
import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_adapters.document_reader.json import read_json, read_strict_json
from flowtime_domain.errors import BodyMalformedError, ModelInvalidError, Place
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits()
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def refusal(text: str, limits: DocumentLimits = LIMITS) -> list[tuple[str, str, int, int]]:
    """Code, pointer, line and column of everything that is wrong with a text."""
    with pytest.raises(ModelInvalidError) as raised:
        read_json(text, limits)
    found = [(finding, finding.place or Place(0, 0)) for finding in raised.value.errors]
    return [(finding.code, finding.pointer, place.line, place.column) for finding, place in found]


def test_an_open_text_is_called_so() -> None:
    """The message about a text that is not closed is a sentence of its own (model §2.5)."""
    with pytest.raises(ModelInvalidError) as raised:
        read_json('{"a": "b', LIMITS)
    message = "This is not JSON: unterminated string; a text that starts with '{' is read as JSON."
    assert raised.value.errors[0].message == message


def malformed(body: bytes) -> BodyMalformedError:
    with pytest.raises(BodyMalformedError) as raised:
        read_strict_json(body, 64)
    return raised.value


@given(st.dictionaries(st.text(), TREES, max_size=4), st.booleans())
def test_any_object_is_read(tree, ascii_only):
    """What JSON can say is read as it is, escaped or not (model §2.1)."""
    assert read_json(json.dumps(tree, ensure_ascii=ascii_only), LIMITS) == tree


def test_numbers_beyond_binary64_become_infinite():
    """In a document a number that is too large is left to whoever reads a number (model §2.3)."""
    document = read_json('{"a": 1e400, "b": -' + "9" * 5000 + ', "c": 10, "d": 6.0}', LIMITS)
    assert document == {"a": math.inf, "b": -math.inf, "c": 10, "d": 6.0}


def test_duplicate_keys_are_found_at_any_depth():
    """Every second key is named by its path and place, however it is escaped (model §2.2)."""
    assert refusal('{"a": [{"b": 1, "\\u0062": 2}],\n "a": 3}') == [
        ("duplicate_key", "/a/0/b", 1, 17),
        ("duplicate_key", "/a", 2, 2),
    ]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("{a: 1}", 1, 2),
        ('{"a": 1} x', 1, 10),
        ('{"a": "x', 1, 7),
        ('{"a": 1 // c\n}', 1, 9),
        ('{"a":\n NaN}', 2, 2),
        ('{"a": [-Infinity]}', 1, 8),
        ('{"a": 010}', 1, 8),
        ('{"a": "\x01"}', 1, 8),
        ('{"a": "\\ud800"}', 1, 7),
        ('{"\\udc00": 1}', 1, 2),
        ('{"a": "\\\\ud83d\\ude00"}', 1, 7),
        ("{", 1, 2),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text, line, column):
    """A text that starts with `{` and is not strict JSON is a syntax error (ruling 21)."""
    assert refusal(text) == [("yaml_syntax", "", line, column)]


def test_comma_before_a_closing_bracket():
    """A trailing comma is pointed at, or the bracket behind it: Python versions differ (ruling 21)."""
    ((code, _, line, column),) = refusal('{"a": 1,}')
    assert (code, line, column in (8, 9)) == ("yaml_syntax", 1, True)


def test_pairs_of_surrogates_are_characters():
    """A pair of surrogates spells one character, an escaped backslash none (model §2.1)."""
    assert read_json('{"a": "\\ud83d\\ude00 \\\\ud800"}', LIMITS) == {"a": "😀 \\ud800"}


def test_faults_before_a_broken_place_are_told():
    """What is wrong before the text breaks off comes with it (model §2.6)."""
    assert [code for code, *_ in refusal('{"a": 1, "a": 2, ')] == ["duplicate_key", "yaml_syntax"]


def test_depth_is_limited():
    """The root has depth 1; the first value that is nested too deep is named (model §2.2)."""
    assert read_json('{"a": ' + "[" * 63 + "]" * 63 + "}", LIMITS)
    assert refusal('{"a": ' + "[" * 64 + "]" * 64 + "}") == [("document_too_deep", "/a" + "/0" * 63, 1, 70)]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"b":'])
def test_deep_nesting_is_refused_at_once(opening):
    """Nesting of any depth is refused without a recursion (model §2.2)."""
    ((code, *_),) = refusal('{"a": ' + opening * 100_000, DocumentLimits(max_bytes=10**7))
    assert code == "document_too_deep"


def test_brackets_in_texts_are_no_nesting():
    """Brackets in quotes do not count (model §2.2)."""
    text = json.dumps({"a": '"[' * 100, "b\\": "{" * 100})
    assert read_json(text, LIMITS) == json.loads(text)


def test_events_are_counted():
    """A scalar or key is one event, a mapping or list two (model §2.1, ruling 21)."""
    text = '{"a": [1, "x", {}, null]}'
    assert read_json(text, DocumentLimits(max_events=10))
    assert refusal(text, DocumentLimits(max_events=9)) == [("too_many_events", "/a/3", 1, 20)]


def test_what_follows_the_root_is_no_event():
    """Text behind the root is a syntax error, however long it is (model §2.1)."""
    assert refusal('{"a": 1} 1 1 1 1 1 1', DocumentLimits(max_events=4)) == [("yaml_syntax", "", 1, 10)]


@pytest.mark.parametrize(
    ("body", "value"), [(b"1", 1), (b' [1, {"a": null}]', [1, {"a": None}]), (b'"x"', "x")]
)
def test_a_body_is_any_value(body, value):
    """A body may hold any JSON value; which one is asked for is the caller's affair (api §1.1)."""
    assert read_strict_json(body, 64) == value


@pytest.mark.parametrize(
    ("body", "code", "pointer", "place"),
    [
        (b'{"a": 1, "a": 2}', "duplicate_key", "/a", (1, 10)),
        (b'{"a": [1e999]}', "non_finite_number", "/a/0", (1, 8)),
        (b'{"a": 1' + b"0" * 400 + b"}", "non_finite_number", "/a", (1, 7)),
        (b'{"a": NaN}', "body_malformed", "", (1, 7)),
        (b'{"a": 1} // c', "body_malformed", "", (1, 10)),
        (b'{"a": "\xff"}', "body_malformed", "", (1, 8)),
        (b'{"a": "\\udc00"}', "body_malformed", "", (1, 7)),
        (b"[" * 65, "document_too_deep", "/0" * 64, (1, 65)),
        (b" ", "body_malformed", "", (1, 2)),
    ],
)
def test_a_body_is_strict(body, code, pointer, place):
    """Duplicates, non-finite numbers, comments and broken texts are refused with their place (api §1.2)."""
    found = malformed(body).errors[0]
    assert (found.code, found.pointer, found.place) == (code, pointer, Place(*place))
    assert f"line {place[0]}, column {place[1]}" in malformed(body).detail


def test_all_faults_of_a_body_come_together():
    """Every fault of a body is listed with its place (api §2.2)."""
    faults = malformed(b'{"a": 1e999, "a": NaN, "b": 1, "b": 2}').errors
    assert [fault.code for fault in faults] == [
        "non_finite_number",
        "duplicate_key",
        "body_malformed",
        "duplicate_key",
    ]


def test_an_absent_body_is_malformed():
    """No body at all is malformed (api §13)."""
    assert malformed(b"").errors == ()


def test_a_fault_far_behind_is_told_without_its_place():
    """In a body longer than any document a fault is named without a long search for it (api §1.2)."""
    body = b"[" + b"1," * 500_000 + b'{"a": 1, "a": 2}]'
    (found,) = malformed(body).errors
    assert (found.code, found.place) == ("duplicate_key", None)


@given(st.binary())
def test_any_bytes_are_read_or_refused(body):
    """Whatever bytes come, the answer is a value or a malformed body (api §1.2)."""
    with suppress(BodyMalformedError):
        read_strict_json(body, 64)


@given(st.lists(st.sampled_from(list('ab:-[]{},"\\u0dD \n1.eE')), max_size=40).map("".join))
def test_any_mixture_of_marks_is_read_or_refused(text):
    """Texts made of JSON's own marks meet no other error (model §2.2)."""
    with suppress(ModelInvalidError):
        assert isinstance(read_json("{" + text, LIMITS), dict)
