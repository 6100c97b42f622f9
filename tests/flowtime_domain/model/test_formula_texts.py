from examples.readings import GRID, errors_of, found


def nodes(*formulas: str) -> str:
    written = ", ".join(f"{{id: n{index}, kind: expr, {one}}}" for index, one in enumerate(formulas))
    return f"{GRID}nodes: [{{id: a, values: 1}}, {written}]"


def test_errors_of_formulas_have_offset_and_caret():
    """An error of a formula shows the offending character (model §6.6)."""
    (error,) = errors_of(nodes("expression: 'MIN(a,)'"))
    assert (error.code, error.pointer, error.offset) == ("expression_syntax", "/nodes/1/expression", 6)
    assert error.caret == "MIN(a,)\n      ^"


def test_every_wrong_call_and_unknown_name_is_reported():
    """Of one formula every unknown name, once, and every wrong call is reported (ruling 23)."""
    errors = errors_of(nodes("expr: 'MIN(b) + SHFT(b, c)'"))
    assert [(error.code, error.offset) for error in errors] == [
        ("function_arity", 0),
        ("unknown_function", 9),
        ("unknown_reference", 4),
        ("unknown_reference", 17),
    ]


def test_a_formula_that_does_not_parse_has_no_references():
    """An expression that does not parse has no references (model §2.6)."""
    text = nodes("expr: 'b + * c', dependencies: [b]")
    assert found(text) == [("expression_syntax", "/nodes/1/expr")]


def test_formulas_of_wrong_nodes_are_checked():
    """A wrong key beside a formula hides none of its errors (model §2.6)."""
    assert found(nodes("expr: b, initial: x, unitt: 1")) == [
        ("unknown_reference", "/nodes/1/expr"),
        ("invalid_type", "/nodes/1/initial"),
        ("unknown_key", "/nodes/1/unitt"),
    ]


def test_formulas_are_texts_or_finite_numbers():
    """`expr` is text, or a number that stands for itself (model §5.4)."""
    assert found(nodes("expr: .inf", "expr: true", "expr: [a]", "kinds: 1", "expr: -2.5")) == [
        ("non_finite_number", "/nodes/1/expr"),
        ("invalid_type", "/nodes/2/expr"),
        ("invalid_type", "/nodes/3/expr"),
        ("required_key", "/nodes/4"),
        ("unknown_key", "/nodes/4/kinds"),
    ]
