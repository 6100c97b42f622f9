"""Tables without lines, as wide as their content.

Rule 1: cells hold texts from outside, so every cell is made printable here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.console import Console, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from flowtime_entrypoints.cli.printable import columns, printable

GAP: Final = 2
_NARROWEST: Final = 8
_PICTURE: Final = ""
_PARTS: Final = re.compile(r".+?(?:[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|\Z)")
COLOURS: Final = {"green": "green", "yellow": "yellow", "red": "bold red", "gray": "bright_black"}


def print_table(
    console: Console,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    shrinking: str,
    optional: Sequence[str] = (),
) -> None:
    """Print a table of texts, or, where there is too little room for one, a list for each row.

    The names of colours are shown in their colour. A number is never cut, since it would be another number.

    Parameters
    ----------
    console
        Where to print.
    titles
        One for each column; ``>`` in front aligns a column to the right. A column without a title is a
        picture of the others: where the narrowest names leave no room for it, it is left out.
    rows
        Cells of each row; the first one names it.
    shrinking
        Title of the column whose cells take several lines where there is little room.
    optional
        Titles of columns that are left out before that, the first one first.
    """
    safe = [[printable(cell) for cell in row] for row in rows]
    cells = {title.removeprefix(">"): [row[index] for row in safe] for index, title in enumerate(titles)}
    widths = _widths(cells, console.width)
    for name in optional:
        if _total_width(widths) > console.width:
            del widths[name]
    narrowest = min(_NARROWEST, widths[shrinking])
    if _total_width(widths | {shrinking: narrowest}) > console.width:
        widths.pop(_PICTURE, None)
    excess = max(0, _total_width(widths) - console.width)
    if widths[shrinking] - excess < narrowest:
        _print_lists(console, {name: cells[name] for name in widths})
        return
    widths[shrinking] -= excess
    cells[shrinking] = [_folded(cell, widths[shrinking]) for cell in cells[shrinking]]
    heads = _heads(widths)
    shown = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for name, width in widths.items():
        justify: JustifyMethod = "right" if f">{name}" in titles else "left"
        shown.add_column(heads[name], justify=justify, overflow="fold", width=width)
    for row in zip(*(cells[name] for name in widths), strict=True):
        shown.add_row(*map(_cell, row))
    _print(console, shown)


def _widths(cells: Mapping[str, Sequence[str]], room: int) -> dict[str, int]:
    """How wide each column has to be; in little room the words of a title stand below each other."""
    whole = {name: max(map(columns, [name, *column])) for name, column in cells.items()}
    if _total_width(whole) <= room:
        return whole
    return {name: max(map(columns, [*name.split(" "), *column])) for name, column in cells.items()}


def _heads(widths: Mapping[str, int]) -> dict[str, str]:
    """Titles in the width of their columns, of as many lines each, standing on the last one."""
    lines = {name: [name] if columns(name) <= width else name.split(" ") for name, width in widths.items()}
    height = max(map(len, lines.values()))
    return {name: "\n".join([""] * (height - len(each)) + each) for name, each in lines.items()}


def _folded(text: str, width: int) -> str:
    """A text whose words, where one is wider than its column, go on in the next line after a part."""
    return " ".join(word if columns(word) <= width else _broken(word, width) for word in text.split(" "))


def _broken(word: str, width: int) -> str:
    lines = [""]
    for part in _PARTS.findall(word):
        if lines[-1] and columns(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _print_lists(console: Console, cells: Mapping[str, Sequence[str]]) -> None:
    """Each row as a list of its cells below its name."""
    _, *names = cells
    for position, (head, *others) in enumerate(zip(*cells.values(), strict=True)):
        if position:
            console.print()
        console.print(Text(head, style="bold"))
        print_facts(console, zip(names, others, strict=True))


def _cell(text: str) -> Text:
    return Text(text, style=COLOURS.get(text, ""))


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
        shown.add_row(name, _cell(printable(value)))
    _print(console, Padding(shown, (0, 0, 0, GAP)))


def print_title(console: Console, title: str, subject: str, style: str) -> None:
    """What happened, to what."""
    console.print(Text(title, style=style).append(f": {printable(subject)}", style="default"), soft_wrap=True)
