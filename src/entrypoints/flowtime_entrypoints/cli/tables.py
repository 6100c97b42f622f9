"""Tables without lines, as wide as their content.

Rule 1: cells hold texts from outside, so every cell is made printable here.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flowtime_entrypoints.cli.printable import columns, printable

GAP: Final = 2
_NARROWEST: Final = 8
COLOURS: Final = {"green": "green", "yellow": "yellow", "red": "bold red", "gray": "bright_black"}


def print_table(
    console: Console, titles: Sequence[str], rows: Sequence[Sequence[str]], shrinking: Sequence[str] = ()
) -> None:
    """Print a table of texts; the names of colours are shown in their colour.

    Parameters
    ----------
    console
        Where to print.
    titles
        One for each column; ``>`` in front aligns a column to the right.
    rows
        Cells of each row.
    shrinking
        Titles of the columns that give way where there is little room, the first one first; a number is
        never cut short, since it would be another number.
    """
    safe = [[printable(cell) for cell in row] for row in rows]
    names = [title.removeprefix(">") for title in titles]
    widths = {
        name: max([columns(name), *(columns(row[index]) for row in safe)]) for index, name in enumerate(names)
    }
    excess = sum(widths.values()) + GAP * len(names) - console.width
    for name in shrinking:
        narrower = max(_NARROWEST, widths[name] - max(0, excess))
        excess -= widths[name] - narrower
        widths[name] = narrower
    shown = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for name, title in zip(names, titles, strict=True):
        alignment = "left" if name == title else "right"
        shown.add_column(name, justify=alignment, no_wrap=True, overflow="ellipsis", width=widths[name])
    for row in safe:
        shown.add_row(*(Text(cell, style=COLOURS.get(cell, "")) for cell in row))
    console.print(shown)


def print_line(console: Console, line: Text) -> None:
    """A line that a terminal may break between words, with a deeper indent, and a pipe may not."""
    console.print(Padding(line, (0, 0, 0, GAP)), soft_wrap=not console.is_terminal)


def print_facts(console: Console, facts: Iterable[tuple[str, str]]) -> None:
    """Lines of a name and what it is, indented below a title."""
    shown = Table.grid(padding=(0, GAP, 0, 0))
    shown.add_column(style="bright_black", no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in facts:
        shown.add_row(name, Text(printable(value)))
    console.print(Padding(shown, (0, 0, 0, GAP)))


def print_title(console: Console, title: str, subject: str, style: str) -> None:
    """What happened, to what."""
    console.print(Text(title, style=style).append(f": {printable(subject)}", style="default"), soft_wrap=True)
