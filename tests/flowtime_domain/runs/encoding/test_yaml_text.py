import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.runs.encoding import model_yaml

CLINIC = """\
schemaVersion: 1
metadata:
  id: clinic-desk
  title: Clinic Desk
  version: 1.2.0
grid:
  bins: 3
  binSize: 15
  binUnit: minutes
  start: 2025-03-03T08:00:00Z
nodes:
  - id: visits
    kind: const
    values: [18, 26, 12]
  - id: desk_capacity
    kind: const
    values: [20, 20, 20]
topology:
  nodes:
    - id: Desk
      kind: serviceWithBuffer
      semantics:
        arrivals: visits
        capacity: desk_capacity
"""
READER = YamlOrJsonDocumentReader(DocumentLimits())
NASTY = st.sampled_from(
    [
        "yes",
        "1e3",
        "~",
        "null",
        "True",
        "010",
        ".5",
        ".nan",
        "a: b",
        "a:b",
        "a #b",
        "#",
        " a",
        "a ",
        "a  b",
        "- a",
        "-",
        "?",
        "[",
        "{}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "''",
        '"',
        "\\",
        "a\nb",
        "a\tb",
        "\x00",
        "\x1f",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "\uffff",
        "😀",
        "",
        "<<",
        "---",
        "...",
        "=",
        "x" * 2000,
        "word " * 300,
        "2025-03-03",
        "12:30",
        "a,b",
        "a]",
    ]
)
TEXTS = NASTY | st.text()
# Beyond, the shortest digits that read back to a number may spell another integer.
FLOATS = st.floats(-(2.0**53), 2.0**53)
SCALARS = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | FLOATS | TEXTS
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def test_the_worked_example_has_its_bytes():
    """The model of the clinic has exactly the bytes that are printed (runs §3.3)."""
    text = model_yaml(READER.read(CLINIC).root)
    assert text == CLINIC.encode()
    assert len(text) == 426
    expected = "f831eab466a0222c8361811f64d63c0d79663c9bea5d28452d243484f81e99ce"
    assert hashlib.sha256(text).hexdigest() == expected


@given(st.dictionaries(TEXTS, TREES, max_size=4))
def test_a_model_reads_back(model):
    """What is written reads back to an equal value, whatever the texts in it (runs §6.2)."""
    text = model_yaml(model)
    assert READER.read(text).root == model
    assert model_yaml(READER.read(text).root) == text


@pytest.mark.parametrize(
    "text",
    [
        "clinic-desk",
        "Clinic Desk",
        "1.2.0",
        "2025-03-03T08:00:00Z",
        "MIN(a, b)".replace(",", ""),
        "a:b:c",
        "_x",
        "12:30",
        "yes",
        "0x1F",
        "a - b >= c*2",
        "3 apples",
    ],
)
def test_plain_texts(text):
    """Words of harmless characters, joined by single blanks, stand without quotes (runs §6.2)."""
    assert model_yaml({"a": text}) == f"a: {text}\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "true",
        "Null",
        "~",
        "10",
        "1e3",
        ".5",
        "-x",
        "/x",
        "a  b",
        " a",
        "a ",
        "a: b",
        ":a",
        "a:",
        "a,b",
        "MIN(a, b)",
        "a#b",
        "a'b",
        "é",
        "<<",
        "=",
        "+1",
    ],
)
def test_other_texts_are_quoted(text):
    """All other text stands in double quotes (runs §6.2)."""
    assert model_yaml({"a": text}) == f'a: "{text}"\n'.encode()


def test_escapes_are_those_of_json():
    """Quotes, backslashes and control characters are escaped as in canonical JSON (runs §6.2)."""
    assert model_yaml({"a": 'q" \\ \n\t\x00 é'}) == 'a: "q\\" \\\\ \\n\\t\\u0000 é"\n'.encode()


def test_what_yaml_does_not_take_is_escaped_too():
    """What YAML refuses or takes for a line end is escaped, so that the model reads back (runs §6.2)."""
    assert model_yaml({"a": "\x7f\x85\u2028\uffff"}) == b'a: "\\u007f\\u0085\\u2028\\uffff"\n'


def test_layout():
    """Block style, list items under their key, lists of scalars and empty parts on one line (runs §6.2)."""
    model = {
        "empty": {"map": {}, "list": []},
        "mixed": [
            1,
            {"a": [True, None, "x y", "yes: no"], "b": {"c": 1e21}},
            [{"d": 0.5}, {}],
            [[1, 2], [3]],
        ],
        "yes: no": -0.0,
    }
    assert model_yaml(model).decode() == (
        "empty:\n  map: {}\n  list: []\n"
        'mixed:\n  - 1\n  - a: [true, null, x y, "yes: no"]\n    b:\n      c: 1e+21\n'
        "  - - d: 0.5\n    - {}\n  - - [1, 2]\n    - [3]\n"
        '"yes: no": 0\n'
    )


def test_an_empty_model():
    """An empty mapping is `{}` at the root as well (runs §6.2)."""
    assert model_yaml({}) == b"{}\n"


def test_long_keys_have_a_line_of_their_own():
    """A key too long for YAML's short form has its long form, so that the model reads back (runs §6.2)."""
    assert model_yaml({"k" * 1024: 1}) == b"k" * 1024 + b": 1\n"
    model = {"metadata": {"k" * 1025: {"a": [{"b": 1}], "c": 2}}}
    assert model_yaml(model).startswith(b"metadata:\n  ? kkk")
    assert READER.read(model_yaml(model)).root == model
