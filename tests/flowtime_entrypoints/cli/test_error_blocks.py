"""Errors as a person reads them."""

from flowtime_domain.errors import (
    DocumentError,
    ModelInvalidError,
    Place,
    RunCorruptError,
    RunNotFoundError,
)
from flowtime_entrypoints.cli.error_blocks import error_blocks
from flowtime_entrypoints.cli.source_text import SourceText

CLINIC = SourceText("clinic.yaml", b"\n" * 13 + b"    expr: MIN(visit, 4)\n")


def finding(
    message: str = "Wrong.", line: int | None = 14, column: int = 11, offset: int | None = None
) -> DocumentError:
    place = None if line is None else Place(line, column)
    return DocumentError(code="wrong", message=message, pointer="/nodes/2", place=place, offset=offset)


def blocks(*findings: DocumentError, source: SourceText | None = CLINIC) -> str:
    return error_blocks(ModelInvalidError(findings), source)


def test_the_example() -> None:
    """An error of a formula shows message, place, line, caret and character (operations §4.3)."""
    example = DocumentError(
        code="unknown_reference",
        message="There is no series 'visit'; did you mean 'visits'?",
        pointer="/nodes/2/expr",
        place=Place(14, 11),
        offset=4,
    )
    assert blocks(example) == (
        "error[unknown_reference]: There is no series 'visit'; did you mean 'visits'?\n"
        " --> clinic.yaml:14:11\n"
        "14 |     expr: MIN(visit, 4)\n"
        "   |           ^ at character 4 of the expression\n"
    )


def test_without_place_the_pointer_is_given() -> None:
    """What has no place is found by its pointer (operations §4.3)."""
    assert blocks(finding(line=None)) == "error[wrong]: Wrong.\n --> /nodes/2\n"
    assert blocks(finding(), source=None) == "error[wrong]: Wrong.\n --> /nodes/2\n"


def test_a_place_in_another_file_is_told_with_that_file() -> None:
    """A finding in a file of a capture never points into the text of the model (operations §4.3)."""
    captured = DocumentError(code="wrong", message="Wrong.", pointer="", place=Place(14, 3), file="a/b.csv")
    for source in (CLINIC, None):
        assert blocks(captured, source=source) == "error[wrong]: Wrong.\n --> a/b.csv:14:3\n"


def test_a_place_in_the_file_at_hand_shows_its_line() -> None:
    """A finding that names the file at hand by the last part of its path shows the line (operations §4.3)."""
    source = SourceText("data/visits.csv", b"timestamp,value\nx,4\n")
    row = DocumentError(code="wrong", message="Wrong.", pointer="", place=Place(2, 1), file="visits.csv")
    assert blocks(row, source=source).splitlines()[1:] == [" --> data/visits.csv:2:1", "2 | x,4", "  | ^"]


def test_a_formula_without_place_shows_its_caret() -> None:
    """An expression that stands in no text brings its own caret (model §6.6)."""
    error = DocumentError(code="wrong", message="Wrong.", pointer="/nodes/0/expr", offset=4, formula="1 + *")
    assert blocks(error) == "error[wrong]: Wrong.\n --> /nodes/0/expr\n | 1 + *\n |     ^\n"


def test_a_formula_that_its_line_does_not_show() -> None:
    """A formula over several lines, or with values filled in, is shown below its place (operations §4.3)."""
    source = SourceText("clinic.yaml", b"    expr: ${least} * visit\n")
    error = DocumentError(
        code="wrong",
        message="Wrong.",
        pointer="/nodes/0/expr",
        place=Place(1, 11),
        offset=4,
        formula="2 * visit",
    )
    assert blocks(error, source=source).splitlines()[1:] == [
        " --> clinic.yaml:1:11",
        "1 |     expr: ${least} * visit",
        "  |           ^ at character 4 of the expression",
        " | 2 * visit",
        " |     ^",
    ]


def test_an_error_without_findings() -> None:
    """An error that lists nothing is one line (operations §4.3)."""
    assert error_blocks(RunNotFoundError("a"), None) == "error[run_not_found]: There is no run 'a'.\n"


def test_findings_do_not_hide_what_they_are_about() -> None:
    """Where findings alone do not say what failed, the error comes first (operations §4.3)."""
    corrupt = DocumentError(code="size_mismatch", message="It is short.", pointer="", file="run.json")
    shown = error_blocks(RunCorruptError("a", [corrupt]), None).splitlines()
    assert shown[0].startswith("error[run_corrupt]: Run 'a' does not verify")
    assert shown[1:] == ["error[size_mismatch]: It is short.", " --> run.json"]


def test_at_most_twenty_blocks() -> None:
    """After 20 blocks the number of the others is told, those not listed included (operations §4.3)."""
    shown = blocks(*(finding(f"Wrong {number}.") for number in range(1_500)))
    assert shown.count("error[") == 20
    assert shown.endswith("... and 1480 more\n")


def test_long_lines_are_cut_around_the_place() -> None:
    """Of a very long line the part around the place is shown (operations §4.3)."""
    source = SourceText("long.yaml", b"a" * 500 + b"HERE" + b"b" * 500)
    line, caret = blocks(finding(line=1, column=501), source=source).splitlines()[2:]
    assert line.startswith("1 | ...aaa")
    assert line.endswith("bbb...")
    assert len(line) < 110
    assert line[caret.index("^") :].startswith("HERE")


def test_input_cannot_colour_a_terminal() -> None:
    """Nothing is printed with control characters, and the caret still fits (operations §2.1)."""
    source = SourceText("a\x1b.yaml", "漢\x1b[31m: HERE".encode())
    shown = blocks(finding("Bad \x1b.", line=1, column=9), source=source)
    assert "\x1b" not in shown
    line, caret = shown.splitlines()[2:]
    assert line == "1 | 漢\\x1b[31m: HERE"
    assert caret.index("^") == line.index("HERE") + 1  # the first character takes two columns


def test_a_place_behind_the_text() -> None:
    """A place behind the last line is told without a line (operations §4.3)."""
    assert blocks(finding(line=99)).splitlines()[1:] == [" --> clinic.yaml:99:11"]
