"""Tables and facts."""

import io

import pytest
from rich.console import Console
from rich.text import Text

from flowtime_entrypoints.cli.tables import print_facts, print_line, print_table, print_title

TITLES = ("name", ">value", "note")
ROWS = [("a_rather_long_name", "1,234", "first"), ("b", "5", "second")]


def console(width: int, *, terminal: bool = False) -> Console:
    return Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system=None, highlight=False
    )


def printed(target: Console) -> list[str]:
    assert isinstance(target.file, io.StringIO)
    return [line.rstrip() for line in target.file.getvalue().splitlines()]


def test_columns_are_aligned() -> None:
    """Names stand left, numbers right, and a table is as wide as its content (operations §4.5)."""
    target = console(80)
    print_table(target, TITLES, ROWS, "name")
    assert printed(target) == [
        "name                value  note",
        "a_rather_long_name  1,234  first",
        "b                       5  second",
    ]


def test_names_give_way_and_numbers_do_not() -> None:
    """In little room names take several lines, and nothing is cut (operations §4.5)."""
    target = console(26)
    print_table(target, TITLES, ROWS, "name")
    assert printed(target) == [
        "name         value  note",
        "a_rather_    1,234  first",
        "long_name",
        "b                5  second",
    ]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("FulfilmentQueue", ["Fulfilment", "Queue"]),
        ("order_queue_depth", ["order_queue_", "depth"]),
        ("arrivals order_arrivals", ["arrivals", "order_", "arrivals"]),
        ("unpronounceable", ["unpronouncea", "ble"]),
        ("an-id.of-parts", ["an-id.of-", "parts"]),
    ],
)
def test_names_are_broken_between_their_parts(name: str, lines: list[str]) -> None:
    """A name that takes several lines is broken where a reader pauses (operations §4.5)."""
    target = console(26)
    print_table(target, TITLES, [(name, "1,234", "first")], "name")
    assert [line.partition("  ")[0] for line in printed(target)[1:]] == lines


def test_titles_give_way_before_names() -> None:
    """In little room titles of several words take several lines, names stay whole (operations §4.5)."""
    target = console(33)
    print_table(target, ("name", ">peak value", "note"), ROWS, "name")
    assert printed(target) == [
        "                     peak",
        "name                value  note",
        "a_rather_long_name  1,234  first",
        "b                       5  second",
    ]


def test_pictures_give_way_before_numbers() -> None:
    """A column without title is left out where narrow names leave no room for it (operations §4.5)."""
    rows = [(*row, "_#_#_#_#_#_#") for row in ROWS]
    wide, narrow = console(38), console(33)
    for target in (wide, narrow):
        print_table(target, (*TITLES, ""), rows, "name")
    assert printed(wide)[1] == "a_rather_  1,234  first   _#_#_#_#_#_#"
    assert printed(narrow)[1] == "a_rather_long_name  1,234  first"


def test_a_table_that_does_not_fit_becomes_a_list() -> None:
    """Where narrow names leave no room for numbers each row is a list (operations §4.5)."""
    target = console(22)
    print_table(target, TITLES, ROWS, "name")
    assert printed(target) == [
        "a_rather_long_name",
        "  value  1,234",
        "  note   first",
        "",
        "b",
        "  value  5",
        "  note   second",
    ]


@pytest.mark.parametrize("width", range(26, 60))
def test_no_number_is_ever_cut(width: int) -> None:
    """Whatever the room, each number and each word beside a name is whole (operations §4.5)."""
    target = console(width)
    rows = [(*row, "100.0%", "10-07 08:15", "_#_#_#") for row in ROWS]
    print_table(target, (*TITLES, ">peak util.", "at", ""), rows, "name")
    text = "\n".join(printed(target))
    assert all(cell in text for row in rows for cell in row[1:-1])
    assert max(map(len, printed(target))) <= width


def test_columns_that_may_be_left_out() -> None:
    """What can be left out is, before anything is cut short (operations §4.7)."""
    target = console(26)
    print_table(target, TITLES, ROWS, "name", ["note"])
    assert printed(target) == [
        "name                value",
        "a_rather_long_name  1,234",
        "b                       5",
    ]


def test_cells_are_made_printable() -> None:
    """No cell, fact or title can colour a terminal (operations §2.1)."""
    target = console(80)
    print_table(target, ("name", ">value"), [("\x1b[31m[bold]", "1")], "name")
    print_facts(target, [("fact", "\x1b[31m[bold]")])
    print_title(target, "Run created", "\x1b[31m", "bold")
    assert printed(target) == [
        "name            value",
        "\\x1b[31m[bold]      1",
        "  fact  \\x1b[31m[bold]",
        "Run created: \\x1b[31m",
    ]


def test_colours_are_shown_in_their_colour() -> None:
    """The worst colour of a node is seen at a glance (operations §4.5)."""
    target = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="standard")
    print_table(target, ("node", "worst color"), [("Desk", "red")], "node")
    assert isinstance(target.file, io.StringIO)
    assert "\x1b[1;31mred" in target.file.getvalue()


def test_long_lines() -> None:
    """A terminal breaks a long line between words, a pipe does not (operations §4.5)."""
    words = Text("one two three four five")
    narrow, pipe = console(14, terminal=True), console(14)
    print_line(narrow, words)
    print_line(pipe, words)
    assert printed(narrow) == ["  one two", "  three four", "  five"]
    assert printed(pipe) == ["  one two three four five"]
