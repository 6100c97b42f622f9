"""Tables without lines, as wide as their content.

Rule 1: cells hold texts from outside, so every cell is made printable here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flowtime_entrypoints.cli.printable import columns, printable

GAP: Final = 2
_NARROWEST: Final = 8
COLOURS: Final = {"green": "green", "yellow": "yellow", "red": "bold red", "gray": "bright_black"}


def print_table(
    console: Console,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    shrinking: str,
    optional: Sequence[str] = (),
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
        Title of the column that is cut short where there is little room; a number never is, since it would
        be another number.
    optional
        Titles of columns that are left out before that, the first one first.
    """
    safe = [[printable(cell) for cell in row] for row in rows]
    cells = {title.removeprefix(">"): [row[index] for row in safe] for index, title in enumerate(titles)}
    widths = {name: max(map(columns, [name, *column])) for name, column in cells.items()}
    for name in optional:
        if _total_width(widths) > console.width:
            del widths[name]
    excess = _total_width(widths) - console.width
    if excess > 0:
        widths[shrinking] = max(_NARROWEST, widths[shrinking] - excess)
    shown = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for name, width in widths.items():
        right = f">{name}" in titles
        shown.add_column(
            name, justify="right" if right else "left", no_wrap=True, overflow="ellipsis", width=width
        )
    for row in zip(*(cells[name] for name in widths), strict=True):
        shown.add_row(*(Text(cell, style=COLOURS.get(cell, "")) for cell in row))
    _print(console, shown)


def _print(console: Console, renderable: RenderableType) -> None:
    """Print a block; in a pipe without the blanks that fill its lines."""
    if console.is_terminal:
        console.print(renderable)
        return
    with console.capture() as captured:
        console.print(renderable)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _total_width(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + GAP * (len(widths) - 1)


def print_line(console: Console, line: Text) -> None:
    """A line that a terminal may break between words, with a deeper indent, and a pipe may not."""
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, GAP)))
    else:
        console.print(Text(" " * GAP).append_text(line), soft_wrap=True)


def print_facts(console: Console, facts: Iterable[tuple[str, str]]) -> None:
    """Lines of a name and what it is, indented below a title."""
    shown = Table.grid(padding=(0, GAP, 0, 0))
    shown.add_column(style="bright_black", no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in facts:
        shown.add_row(name, Text(printable(value)))
    _print(console, Padding(shown, (0, 0, 0, GAP)))


def print_title(console: Console, title: str, subject: str, style: str) -> None:
    """What happened, to what."""
    console.print(Text(title, style=style).append(f": {printable(subject)}", style="default"), soft_wrap=True)
