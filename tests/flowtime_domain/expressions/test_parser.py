"""Reading formulas."""

import ast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from examples.worked_examples import example_text
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import (
    Call,
    ExpressionErrors,
    Negation,
    Number,
    Operation,
    Reference,
)
from flowtime_domain.expressions.walk import fold

LANGUAGE = "()[]<>=!+-*/,. \t\r\n0123456789eEabfMINSHIFTCONV_x"


def findings_of(text: str):
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression(text)
    return caught.value.findings


def error_of(text: str) -> tuple[str, int]:
    (finding,) = findings_of(text)
    return finding.code, finding.offset


def spelled(text: str) -> str:
    """The formula with every operation in parentheses."""

    def combine(part, inner):
        match part:
            case Operation():
                return f"({inner[0]}{part.operator}{inner[1]})"
            case Negation():
                return f"(-{inner[0]})"
            case Call():
                return f"{part.function}({','.join(inner)})"
        return str(part.head[1])

    return fold(parse_expression(text), combine)


def test_every_part_is_built_with_its_offset():
    """A formula becomes a tree whose parts know where they begin (model §6.1)."""
    assert parse_expression("-min(a, 1.5) < (b)") == Operation(
        "<",
        Negation(Call("MIN", (Reference("a", 5), Number(1.5, 8)), (), 1), 0),
        Reference("b", 16),
        0,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", "(a+(b*c))"),
        ("a - b - c", "((a-b)-c)"),
        ("a / b * c / d", "(((a/b)*c)/d)"),
        ("-a * b", "((-a)*b)"),
        ("a - -b", "(a-(-b))"),
        ("--a", "(-(-a))"),
        ("a + 1 < b * 2", "((a+1.0)<(b*2.0))"),
        ("(a < b) < c", "((a<b)<c)"),
        ("a*(b+c)", "(a*(b+c))"),
        ("a<=b", "(a<=b)"),
        ("a>=b", "(a>=b)"),
        ("a==b", "(a==b)"),
        ("a!=b", "(a!=b)"),
        ("a>-b", "(a>(-b))"),
    ],
)
def test_operators_bind_as_the_grammar_says(text, expected):
    """Products bind before sums before comparisons; sums and products associate to the left (model §6.2)."""
    assert spelled(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("5.", 5),
        (".5", 0.5),
        ("1e1", 10),
        ("1.5E+2", 150),
        ("2.e-1", 0.2),
        ("007", 7),
        ("1e-999", 0),
    ],
)
def test_numbers_have_their_spellings(text, value):
    """Numbers are decimal, with optional fraction and exponent (model §6.1)."""
    assert parse_expression(text) == Number(value, 0)


def test_blanks_tabs_and_line_ends_only_separate():
    """Blanks, tabs and line ends separate tokens and mean nothing else (model §6.2)."""
    assert spelled(" a\t+\r\n b *\n\rc\n") == "(a+(b*c))"


def test_functions_ignore_case_and_references_do_not():
    """A name before a parenthesis is a function in any case; every other name is exact (model §6.2)."""
    assert spelled("Min(A, a) + floor (mAx) + min") == "((MIN(A,a)+FLOOR(mAx))+min)"


def test_three_errors_of_the_worked_example():
    """The three formulas of M4 fail at 4, 6 and 6, the first with its caret (model M4)."""
    nodes = yaml.safe_load(example_text("M4"))["nodes"]
    found = [findings_of(node["expr"]) for node in nodes]
    assert [[(each.code, each.offset) for each in findings] for findings in found] == [
        [("expression_syntax", 4)],
        [("expression_syntax", 6)],
        [("expression_syntax", 6)],
    ]
    assert found[0][0].caret == "1 + * 2\n    ^"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("", 0), ("  ", 2), ("+a", 0), ("a + + b", 4), ("a b", 2), ("2x", 1), ("1e", 1), ("1.5.2", 3),
        ("a.b", 1),
        ("a = b", 2), ("a & b", 2), ("é", 0), ("a + \u0660", 4), ("a\u00a0+ b", 1), ("a;", 1), ("'a'", 0),
        ("(a", 2), ("a)", 1), ("()", 1), ("MIN(a", 5), ("MIN(a,)", 6), ("MIN(,a)", 4), ("f(a b)", 4),
        ("[1]", 0), ("a + [1]", 4), ("CONV(x, [])", 9), ("CONV(x, [1,])", 11), ("CONV(x, [[1]])", 9),
        ("a < b < c", 6), ("a == b != c", 7), ("1 + * 2 / )", 4), ("a ** b", 3), ("1_000", 1), ("a\x00", 1),
        ("a +\n* b", 4), ("a +\n", 4), ("(1)(2)", 3), ("2(3)", 1),
    ],
)  # fmt: skip
def test_first_syntax_error_is_reported(text, offset):
    """A formula that breaks the grammar has one error, at the first wrong token or the end (model §6.2)."""
    assert error_of(text) == ("expression_syntax", offset)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a < b < c", "Comparisons do not chain"),
        ("a = b", "'=='"),
        ("a +", "ends where a number"),
        ("(a", "ends where a closing bracket"),
        ("a b", "'b' stands where an operator"),
        ("* b", "'*' stands where a number"),
        ("a < < b", "'<' stands where a number"),
    ],
)
def test_message_of_a_syntax_error_helps(text, words):
    """A syntax error tells what stands there and what was expected instead (model §2.5)."""
    assert words in findings_of(text)[0].message


def test_syntax_error_hides_wrong_calls():
    """After a syntax error nothing else of the formula is reported, and it has no references (model §2.6)."""
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression("FOO(a) + SHIFT(a) + 1e999 +")
    assert [finding.code for finding in caught.value.findings] == ["expression_syntax"]
    assert caught.value.references == ()


def test_references_survive_wrong_calls():
    """A formula whose syntax holds has references even if its calls are wrong (ruling 23)."""
    with pytest.raises(ExpressionErrors) as caught:
        parse_expression("FOO(b, a) + SHIFT(a)")
    assert [(each.name, each.offset) for each in caught.value.references] == [("b", 4), ("a", 7), ("a", 18)]
    assert str(caught.value) == "There is no function 'FOO'. SHIFT takes 2 arguments, not 1."


def test_length_is_limited():
    """A formula of 4096 characters is read, a longer one is refused at once (model §6.3)."""
    assert parse_expression("a".ljust(4096)) == Reference("a", 0)
    assert error_of("a".ljust(4097)) == ("expression_too_long", 4096)
    assert error_of("(" * 200_000) == ("expression_too_long", 4096)


def test_formula_that_is_too_long_is_not_repeated():
    """The caret of a formula that is too long shows it up to the first character too many (model §6.3)."""
    assert findings_of("a" * 1_000_000)[0].caret == "a" * 4097 + "\n" + " " * 4096 + "^"


@pytest.mark.parametrize(
    ("opening", "closing", "width"), [("(", ")", 1), ("ABS(", ")", 4), ("-", "", 1), ("- ( ", ")", 2)]
)
def test_nesting_is_limited(opening, closing, width):
    """64 open parentheses, calls and minus signs are allowed around a token, 65 are not (model §6.3)."""
    signs = len(opening.replace("ABS", "").replace(" ", ""))
    allowed = 64 // signs
    parse_expression(opening * allowed + "a" + closing * allowed)
    code, offset = error_of(opening * (allowed + 1) + "a" + closing * (allowed + 1))
    assert code == "expression_too_deep"
    assert offset == len(opening) * allowed + (3 if opening == "ABS(" else 0)


def test_brackets_count_as_nesting():
    """Brackets count like parentheses (model §6.3)."""
    inside = "(" * 62 + "CONV(x, [1])" + ")" * 62
    parse_expression(inside)
    assert error_of(f"({inside})") == ("expression_too_deep", 63 + len("CONV(x, "))


def test_side_by_side_is_not_nested():
    """Parentheses, calls and signs that are closed again do not count (model §6.3)."""
    parse_expression("+".join(["-(-a)"] * 500))


def test_unclosed_hostile_text_is_refused_early():
    """A text of opening brackets alone is refused at the first one too many (model §6.3)."""
    assert error_of("(" * 4096) == ("expression_too_deep", 64)
    assert error_of("-" * 4096) == ("expression_too_deep", 64)


TERMS = st.recursive(
    st.sampled_from(["a", "b", "x1", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        st.tuples(inner, inner).map(lambda both: f"MIN({both[0]},{both[1]})"),
    ),
    max_leaves=12,
)


def in_python(node: ast.expr) -> str:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}[type(op)]
            return f"({in_python(left)}{sign}{in_python(right)})"
        case ast.UnaryOp(operand=operand):
            return f"(-{in_python(operand)})"
        case ast.Call(args=arguments):
            return f"MIN({','.join(map(in_python, arguments))})"
        case ast.Constant(value=value):
            return str(float(value))
        case ast.Name(id=name):
            return name
    raise AssertionError(node)


@given(TERMS)
def test_arithmetic_is_read_as_python_reads_it(text):
    """Operators bind and associate as in Python, whose own parser is asked (model §6.2)."""
    assert spelled(text) == in_python(ast.parse(text, mode="eval").body)


@given(TERMS)
def test_spelling_in_parentheses_changes_nothing(text):
    """A formula with every operation in parentheses is the same formula (model §6.2)."""
    assert spelled(spelled(text)) == spelled(text)


@given(st.floats(min_value=0, allow_nan=False, allow_infinity=False))
def test_number_is_read_exactly(value):
    """A number is read as the nearest binary64 (model §6.1)."""
    assert parse_expression(repr(value)) == Number(value, 0)


def findings_if_any(text: str):
    try:
        parse_expression(text)
    except ExpressionErrors as errors:
        return errors.findings
    return None


@given(st.text() | st.text(alphabet=LANGUAGE, max_size=60))
def test_any_text_is_read_or_refused(text):
    """Any text gives a formula, or findings each of which has its place in the text (model §6.6)."""
    findings = findings_if_any(text)
    assert findings is None or findings
    for finding in findings or ():
        line, caret = finding.caret.split("\n")
        assert 0 <= finding.offset <= len(text)
        assert line in text
        assert len(caret) - 1 <= len(line)
