"""Placeholders and what takes their place."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import Place, TemplateInvalidError
from flowtime_domain.model.document import Document, Value
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.substitution import placeholder_errors, substitute, unescaped

READER = YamlOrJsonDocumentReader(DocumentLimits())
VALUES: dict[str, Value] = {
    "n": 3,
    "rate": 2.5,
    "whole": 4.0,
    "delta": -3.0,
    "small": 1e-7,
    "flag": True,
    "off": False,
    "text": "a b",
    "list": [1.0, -2.5],
    "words": ["a", "b"],
    "none": [],
}


def filled(text: str, values: Mapping[str, Value] = VALUES) -> Any:
    return substitute(Document({"nodes": [{"description": text}]}), values).root["nodes"][0]["description"]  # type: ignore[index,call-overload]


def formula(text: str, key: str = "expr") -> Any:
    return substitute(Document({"nodes": [{key: text}]}), VALUES).root["nodes"][0][key]  # type: ignore[index,call-overload]


def errors_of(text: str, names: Mapping[str, Value] = VALUES) -> list[tuple[str, str, Place | None]]:
    with pytest.raises(TemplateInvalidError) as raised:
        substitute(READER.read(text), names)
    return [(error.code, error.pointer, error.place) for error in raised.value.errors]


@pytest.mark.parametrize("name", list(VALUES))
def test_a_whole_scalar_becomes_the_typed_value(name: str) -> None:
    """A text that is exactly a placeholder becomes the value with its type (model §9.4)."""
    value = filled(f"${{{name}}}")
    assert (value, type(value)) == (VALUES[name], type(VALUES[name]))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("n = ${n}", "n = 3"),
        ("${rate} ${whole} ${delta} ${small}", "2.5 4 -3 1e-7"),
        ("${flag}/${off}", "true/false"),
        ("<${text}>", "<a b>"),
        ("k = ${list}, ${words}, ${none}", "k = [1, -2.5], [a, b], []"),
        ("${n}${n}", "33"),
        (" ${n}", " 3"),
        ("${n}\n", "3\n"),
    ],
)
def test_inside_text_values_become_text(text: str, result: str) -> None:
    """Inside longer text, numbers, booleans, texts and lists have their text forms (model §9.4)."""
    assert filled(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a - ${delta} * ${flag}", "a - (-3) * 1"),
        ("${off} + ${rate}", "0 + 2.5"),
        ("CONV(a, ${list})", "CONV(a, [1, (-2.5)])"),
        ("${delta}", -3.0),
        ("${flag}", 1),
        ("${off}", 0),
        ("${n}", 3),
    ],
)
def test_formulas_stay_formulas(text: str, result: Any) -> None:
    """Within `expr` negative numbers get parentheses and booleans are 1 and 0 (model §9.4)."""
    for key in ("expr", "expression"):
        value = formula(text, key)
        assert (value, type(value)) == (result, type(result))


def test_only_the_formula_of_a_node_is_one() -> None:
    """A key `expr` elsewhere is an ordinary text (model §9.4)."""
    root = {"nodes": [{"metadata": {"expr": "x ${delta}"}}], "provenance": {"expr": "x ${flag}"}}
    assert substitute(Document(root), VALUES).root == {
        "nodes": [{"metadata": {"expr": "x -3"}}],
        "provenance": {"expr": "x true"},
    }


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("$${n}", "${n}"),
        ("$${n}, n = ${n}", "${n}, n = 3"),
        ("$$${n}", "$${n}"),
        ("$$$${n}", "$$${n}"),
        ("$${", "${"),
        ("$n {n} $ {n} $", "$n {n} $ {n} $"),
    ],
)
def test_escapes(text: str, result: str) -> None:
    """`$${` stands for `${`, read from left to right; other dollars mean themselves (model §9.4)."""
    assert filled(text) == result


def test_what_was_put_in_is_not_looked_at_again() -> None:
    """A value that looks like a placeholder or an escape stays as it is (model §9.4)."""
    assert filled("${text} ${n}", {"text": "${n} $${n} ${", "n": 1}) == "${n} $${n} ${ 1"
    assert filled("${text}", {"text": "$${n}"}) == "$${n}"


@pytest.mark.parametrize(
    "attack",
    [
        "1\nnodes: []",
        "[1, 2]",
        "{a: b}",
        "a: b",
        "- a",
        "*anchor",
        "&anchor x",
        "!!python/object:os.system",
        '"',
        "'",
        "# comment",
        "null",
        "true",
        "6",
        "---",
        "|",
        'x", evil: "y',
    ],
)
def test_a_text_that_holds_yaml_stays_a_text(attack: str) -> None:
    """No value can change the structure of the document (model §9.4)."""
    document = READER.read('a: ${text}\nb: "${text}"\nc: ["${text}", "x${text}"]\nd:\n  e: \'<${text}>\'\n')
    assert substitute(document, {"text": attack}).root == {
        "a": attack,
        "b": attack,
        "c": [attack, "x" + attack],
        "d": {"e": f"<{attack}>"},
    }


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: ${m}", ("unresolved_placeholder", "/a", Place(1, 4))),
        ("a: b\nc: [1, 'x ${nn}']", ("unresolved_placeholder", "/c/1", Place(2, 8))),
        ("a: x ${n", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: ${}", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: '${ n }'", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: ${n-1}", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: '${1n}'", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: '${${n}}'", ("placeholder_syntax", "/a", Place(1, 4))),
        ("a: 1\n${n}: 2", ("placeholder_not_allowed", "/${n}", Place(2, 1))),
        ("a:\n  x ${m: 2", ("placeholder_not_allowed", "/a/x ${m", Place(2, 3))),
        ("schemaVersion: ${n}", ("placeholder_not_allowed", "/schemaVersion", Place(1, 16))),
        ("metadata: {tags: ['${n}']}", ("placeholder_not_allowed", "/metadata/tags/0", Place(1, 19))),
        ("parameters: [{title: '${n}'}]", ("placeholder_not_allowed", "/parameters/0/title", Place(1, 22))),
    ],
)
def test_wrong_placeholders(text: str, error: tuple[str, str, Place]) -> None:
    """Undeclared names, wrong forms and wrong places are errors at the scalar (model §9.4)."""
    assert errors_of(text) == [error]


def test_the_nearest_parameter_is_named() -> None:
    """An undeclared name comes with the nearest declared one (model §2.7)."""
    (error,) = placeholder_errors(Document({"a": "${rat}"}), VALUES)
    assert error.message == "There is no parameter 'rat'; did you mean 'rate'?"


def test_an_unknown_name_without_a_nearest_one_ends_in_a_full_stop():
    """Where no name is near, the message just ends (model §2.5)."""
    (error,) = placeholder_errors(Document({"a": "${demand}"}), ["rate"])
    assert error.message == "There is no parameter 'demand'."


def test_all_errors_come_together() -> None:
    """Every wrong placeholder is reported in document order, a name once per scalar (model §2.6)."""
    text = "metadata: {title: '${n} ${rate}'}\na: ['${x} ${x} ${y}', '${', ok]\n"
    assert [(code, pointer) for code, pointer, _ in errors_of(text)] == [
        ("placeholder_not_allowed", "/metadata/title"),
        ("unresolved_placeholder", "/a/0"),
        ("unresolved_placeholder", "/a/0"),
        ("placeholder_syntax", "/a/1"),
    ]


def test_escapes_are_no_placeholders_anywhere() -> None:
    """`$${` may stand where placeholders may not; keys stay as written (model §9.4)."""
    root = {"metadata": {"title": "costs $${n}"}, "provenance": {"$${n}": 1}}
    assert substitute(Document(root), {}).root == {
        "metadata": {"title": "costs ${n}"},
        "provenance": {"$${n}": 1},
    }


def test_extension_keys_mean_nothing() -> None:
    """What stands under an `x-` key is left alone (model §2.4)."""
    root = {"x-note": "${undeclared}", "nodes": [{"x-${": {"a": "${n}"}}]}
    assert substitute(Document(root), VALUES).root == root


def test_places_are_those_of_the_file() -> None:
    """After substitution errors still point into the template (model §2.5)."""
    document = substitute(READER.read("grid:\n  bins: ${list}\n"), VALUES)
    assert document.place_of(("grid", "bins")) == Place(2, 9)
    assert document.place_of(("grid", "bins", 1)) == Place(2, 9)


def test_deep_trees_are_filled() -> None:
    """Depth takes no stack, whatever limit is configured (model §2.2)."""
    tree: Value = "${n}"
    for _ in range(5000):
        tree = [tree]
    result: Any = substitute(Document({"a": tree}), VALUES).root["a"]
    for _ in range(5000):
        (result,) = result
    assert result == 3


def test_the_template_is_not_changed() -> None:
    """A template can be used again with other values (model §9.4)."""
    document = Document({"a": ["${n}", {"b": "${n}"}]})
    results = [substitute(document, {"n": n}).root for n in (1, 2)]
    assert results == [{"a": [1, {"b": 1}]}, {"a": [2, {"b": 2}]}]


def test_one_section_without_escapes() -> None:
    """Where nothing is put in, an escape still stands for what it escapes (model §9.4)."""
    root = {"metadata": {"title": "$${n} ${n}"}, "other": 1}
    assert unescaped(Document(root), "metadata").root == {"metadata": {"title": "${n} ${n}"}}
    assert unescaped(Document(root), "parameters").root == {}


TREES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.sampled_from(["${v}", "x ${v}", "${v}${v}", "$${v}"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "expr"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: skeleton(item) for key, item in value.items()}
    return [skeleton(item) for item in value] if isinstance(value, list) else "scalar"


@given(tree=TREES, value=st.text())
def test_no_text_changes_the_structure(tree: Any, value: str) -> None:
    """Whatever text is put in, keys, lists and their lengths stay what they were (model §9.4)."""
    root = {"nodes": [tree]}
    result = substitute(Document(root), {"v": value}).root
    assert skeleton(result) == skeleton(root)


@given(st.text(), st.text())
def test_a_text_arrives_as_it_is(prefix: str, value: str) -> None:
    """A text is put in character by character (model §9.4)."""
    escaped = prefix.replace("${", "$${")
    assert filled("${v}", {"v": value}) == value
    assert filled(f"{escaped}|${{v}}|", {"v": value}) == f"{prefix}|{value}|"
