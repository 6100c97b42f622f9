"""The tables of the documents, for the tests that hold them against the code."""

import re
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_CODE = re.compile(r"`([^`]+)`")


def section(document: str, heading: str) -> str:
    """The text of a document from a heading to the next one of its level or above."""
    level = heading.partition(" ")[0]
    found: list[str] | None = None
    is_code = False
    for line in (DOCS / document).read_text(encoding="utf-8").splitlines():
        is_code ^= line.startswith("```")
        hashes = "" if is_code else line.partition(" ")[0]
        if found is not None and hashes and level.startswith(hashes):
            break
        if line == heading:
            found = []
        elif found is not None:
            found.append(line)
    assert found is not None, f"{document} has no heading '{heading}'"
    return "\n".join(found)


def rows(text: str) -> Iterator[list[str]]:
    """The rows of all tables in a text, without headings."""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        is_heading = index + 1 < len(lines) and lines[index + 1].startswith("|---")
        if line.startswith("|") and not line.startswith("|---") and not is_heading:
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def names(cell: str) -> list[str]:
    """What a cell shows as code."""
    return _CODE.findall(cell)


def first_names(text: str) -> list[str]:
    """What the first cells of all rows show as code, in order."""
    return [name for row in rows(text) for name in names(row[0])]
