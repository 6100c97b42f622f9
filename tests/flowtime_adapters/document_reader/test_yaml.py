import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.worked_examples import example_names, example_text
from flowtime_adapters.document_reader.yaml import read_yaml
from flowtime_domain.errors import ModelInvalidError, Place
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits()


def refusal(text: str, limits: DocumentLimits = LIMITS) -> list[tuple[str, str, int, int]]:
    """Code, pointer, line and column of everything that is wrong with a text."""
    with pytest.raises(ModelInvalidError) as raised:
        read_yaml(text, limits)
    places = [finding.place or Place(0, 0) for finding in raised.value.errors]
    return [
        (finding.code, finding.pointer, place.line, place.column)
        for finding, place in zip(raised.value.errors, places, strict=True)
    ]


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("Null", None),
        ("~", None),
        ("", None),
        ("010", 10),
        ("-7", -7),
        ("6.0", 6.0),
        ("+.5e-1", 0.05),
        (".INF", math.inf),
        ("1e400", math.inf),
        ("9" * 5000, math.inf),
        ("yes", "yes"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2025-03-03T08:00:00Z", "2025-03-03T08:00:00Z"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("|\n  5\n", "5\n"),
        ("! 5", "5"),
    ],
)
def test_scalars_have_the_types_of_the_language(scalar, value):
    """Plain scalars are booleans, null, decimal numbers or text; all others are text (model §2.3)."""
    found = read_yaml(f"a: {scalar}", LIMITS)["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("name", [*example_names("M"), *example_names("T"), *example_names("E")])
def test_worked_examples_are_read(name):
    """Every worked example of the specification is a document (model §2.1)."""
    assert read_yaml(example_text(name), LIMITS)


def test_keys_are_texts_as_written():
    """Keys are compared as written, merge keys are ordinary, no value is null (model §2.2, ruling 21)."""
    assert read_yaml("1: a\n1.0: b\nyes: c\n<<: {d: 1}\n~:\n? e\n", LIMITS) == {
        "1": "a",
        "1.0": "b",
        "yes": "c",
        "<<": {"d": 1},
        "~": None,
        "e": None,
    }


def test_aliases_are_shared():
    """An alias stands for its anchor's value, also as a key; an anchor may be given again (model §2.2)."""
    document = read_yaml("a: &x {b: [1]}\nc: *x\nd: &x 010\ne: *x\n*x : f", LIMITS)
    assert document == {"a": {"b": [1]}, "c": {"b": [1]}, "d": 10, "e": 10, "010": "f"}
    assert document["c"] is document["a"]


def test_core_tags_are_honoured():
    """Tags of the core schema choose the type of a scalar, quoted or not (ruling 28)."""
    text = "a: !!int '5'\nb: !!str 5\nc: !!float 5\nd: !!map {e: !!seq [!!null '', !!bool 'true']}"
    assert read_yaml(text, LIMITS) == {"a": 5, "b": "5", "c": 5.0, "d": {"e": [None, True]}}


@pytest.mark.parametrize(
    "text", ["a: !!int x", "a: !!int 6.5", "a: !!map [1]", "a: !!seq {}", "a: !!bool yes", "a: !!str [1]"]
)
def test_a_value_fits_its_tag(text):
    """A value that does not fit its core tag is of the wrong type (ruling 28)."""
    assert refusal(text) == [("invalid_type", "/a", 1, 4)]


@pytest.mark.parametrize("tag", ["!own", "!!python/object:os.system", "!!binary", "!!set", "!!timestamp"])
def test_other_tags_are_refused(tag):
    """Tags outside the core schema are refused, whatever they stand at (model §2.2)."""
    assert refusal(f"a: {tag} x") == [("yaml_tag_unsupported", "/a", 1, 4)]
    assert refusal(f"a:\n- {tag} [x]") == [("yaml_tag_unsupported", "/a/0", 2, 3)]


def test_duplicate_keys_are_found_at_any_depth():
    """Every second key is named by its path and its place, in characters (model §2.2, §2.5)."""
    text = "grid: {bins: 1, bins: 2}\nnodes:\n  - id: a\n    'id': b\n    é: [{x: 1, ü: 2, x: 3}]\ngrid: 1\n"
    assert refusal(text) == [
        ("duplicate_key", "/grid/bins", 1, 17),
        ("duplicate_key", "/nodes/0/id", 4, 5),
        ("duplicate_key", "/nodes/0/é/0/x", 5, 22),
        ("duplicate_key", "/grid", 6, 1),
    ]


def test_all_faults_come_together():
    """A stage reports all its errors, sorted by place, those before a broken line included (model §2.6)."""
    text = "a: 1\na: !own 2\nb: !!int x\nc: *d\n? [e]\n: f\ng: [1, 2\nh: 3\n"
    assert [code for code, *_ in refusal(text)] == [
        "duplicate_key",
        "yaml_tag_unsupported",
        "invalid_type",
        "yaml_syntax",
        "yaml_syntax",
        "yaml_syntax",
    ]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: [1, 2", 1, 9),
        ("a:\n\tb: 1", 2, 1),
        ("a: b: c", 1, 5),
        ("a: 'x", 1, 6),
        ("a: \x00", 1, 4),
        ("a: é\x7f", 1, 5),
        ("a: \ufffe", 1, 4),
        ('a: "\\ud800"', 1, 7),
        ("a: *b", 1, 4),
        ("a: &a [*a]", 1, 8),
        ("? [a]\n: 1", 1, 3),
        ("? {a: b}\n: 1", 1, 3),
        ("a: &x []\n*x : 1", 2, 1),
        ("*a", 1, 1),
        ("%YAML 3.0\n---\na: 1", 1, 1),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(text, line, column):
    """What YAML forbids, a circular alias and a key that is no scalar are syntax errors (model §2.2)."""
    assert refusal(text) == [("yaml_syntax", "", line, column)]


def test_a_tag_that_is_no_text_is_refused():
    """A tag whose escapes spell no characters is a syntax error without a place (model §2.2)."""
    assert refusal("a: !%ED%A0%80 x") == [("yaml_syntax", "", 0, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("document_empty", "", 1, 1)),
        ("# only a comment\n", ("document_empty", "", 1, 1)),
        ("---\n", ("document_empty", "", 2, 1)),
        ("~", ("document_not_mapping", "", 1, 1)),
        ("''", ("document_not_mapping", "", 1, 1)),
        ("\n- a\n", ("document_not_mapping", "", 2, 1)),
        ("a: 1\n---\nb: 2\n", ("multiple_documents", "", 2, 1)),
        ("a: 1\n...\n---\nc: 3", ("multiple_documents", "", 3, 1)),
    ],
)
def test_a_text_holds_one_mapping(text, expected):
    """A text holds exactly one document, and that is a mapping (model §2.1)."""
    assert refusal(text) == [expected]


def test_depth_is_limited():
    """The root mapping has depth 1; the first value that is nested too deep is named (model §2.2)."""
    assert read_yaml("a: " + "[" * 63 + "]" * 63, LIMITS)
    assert refusal("a: " + "[" * 64 + "]" * 64) == [("document_too_deep", "/a" + "/0" * 63, 1, 67)]


def test_depth_counts_aliases_expanded():
    """What an alias stands for is as deep as where the alias is written (model §2.2)."""
    limits = DocumentLimits(max_depth=4)
    assert read_yaml("a: &x [[1]]\nb: [*x]", limits)
    assert refusal("a: &x [[1]]\nb: &y [*x]\nc: [*y]", limits) == [("document_too_deep", "/c/0", 3, 5)]


@pytest.mark.parametrize("blank", ["", "\n "])
def test_nested_brackets_are_refused_at_once(blank):
    """200 kB of nested brackets are too deep, found without a recursion (model §2.2)."""
    (finding,) = refusal("a: " + ("[" + blank) * 200_000)
    assert finding[:2] == ("document_too_deep", "/a" + "/0" * 63)


def test_aliases_are_counted_expanded():
    """Each alias counts, and those it stands for count again (model §2.2)."""
    text = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert read_yaml(text, DocumentLimits(max_aliases=8))
    assert refusal(text, DocumentLimits(max_aliases=7)) == [("too_many_aliases", "/c/1", 3, 9)]


def test_events_are_counted_expanded():
    """A scalar or key is one event, a mapping or list two, an alias what it stands for (model §2.2)."""
    text = "a: &a [x, y]\nb: [*a]\n"
    assert read_yaml(text, DocumentLimits(max_events=14))
    assert refusal(text, DocumentLimits(max_events=13)) == [("too_many_events", "/b/0", 2, 5)]


def test_limits_are_named():
    """An error of a limit carries the limit, what was asked for and the setting (api §2.1)."""
    with pytest.raises(ModelInvalidError) as raised:
        read_yaml("a: &a x\nb: *a\n", DocumentLimits(max_aliases=0))
    (finding,) = raised.value.errors
    assert (finding.limit, finding.requested, finding.setting) == (0, 1, "FLOWTIME_MAX_DOCUMENT_ALIASES")


def test_an_alias_bomb_is_never_expanded():
    """A text of a few lines that stands for 10^40 values is refused by counting alone (model §2.2)."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 40)]
    codes = [code for code, *_ in refusal("\n".join(lines))]
    assert codes == ["too_many_aliases", "too_many_events"]


def test_a_hundred_thousand_numbers_are_read():
    """A hundred thousand numbers, nearly a megabyte, are within the limits (model §2.2)."""
    text = "a: [" + ", ".join(f"{i * 0.37:.4f}" for i in range(100_000)) + "]"
    assert len(read_yaml(text, LIMITS)["a"]) == 100_000


@given(st.text())
def test_any_text_is_read_or_refused(text):
    """Whatever characters come, the answer is a mapping or a list of findings (model §2.2)."""
    with suppress(ModelInvalidError):
        assert isinstance(read_yaml(text, LIMITS), dict)


@given(st.lists(st.sampled_from(list("ab:-[]{},&*!?|>'\"#%@ \n\t~1.")), max_size=40).map("".join))
def test_any_mixture_of_marks_is_read_or_refused(text):
    """Texts made of YAML's own marks meet no other error (model §2.2)."""
    with suppress(ModelInvalidError):
        assert isinstance(read_yaml(text, LIMITS), dict)
