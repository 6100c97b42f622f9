"""Files that a command is given: models, templates and values of parameters.

Rule 1: a file that cannot be read is a wrong argument, not a wrong document.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from flowtime_domain.errors import FlowTimeError, UsageError
from flowtime_entrypoints.cli.source_text import STANDARD_INPUT, SourceText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flowtime_domain.ports.template_source import TemplateFile
    from flowtime_entrypoints.container import Container

MOST_BYTES: Final = 1 << 28
"""Above what any setting of `FLOWTIME_MAX_DOCUMENT_BYTES` is good for."""
_EXTENSIONS: Final = (".yaml", ".yml")


def read_source(path: str) -> SourceText:
    """A file, or standard input for ``-``.

    Raises
    ------
    UsageError
        It cannot be read, or is larger than any document.
    """
    if path == "-":
        return SourceText(STANDARD_INPUT, _content(sys.stdin.buffer, STANDARD_INPUT))
    try:
        with Path(path).open("rb") as stream:
            return SourceText(path, _content(stream, path))
    except FileNotFoundError:
        raise UsageError(f"There is no file '{path}'.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"The file '{path}' cannot be read: {reason}.") from error


def _content(stream: BinaryIO, name: str) -> bytes:
    """What a stream holds; what has no end must not fill the memory before a limit is asked."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UsageError(f"'{name}' has more than {MOST_BYTES:,} bytes; no document has.")
    return content


def template_source(container: Container, template_id: str) -> Callable[[], SourceText | None]:
    """Finds the text of a template of the catalogue when an error points into it."""

    def found() -> SourceText | None:
        file = _template_file(container, template_id)
        if file is None or file.content is None:
            return None
        return SourceText(_path_of(file, container.settings().templates_dirs), file.content)

    return found


def _template_file(container: Container, template_id: str) -> TemplateFile | None:
    """The file that gave the template, or one that bears its name if it is broken."""
    from flowtime_domain.runs.identity import prefixed_hash

    files: list[TemplateFile] = []
    for source in container.template_sources():
        files += source.candidates(template_id)
    try:
        wanted = container.catalogue().load(template_id).hash
    except FlowTimeError:
        return min(files, key=lambda file: file.name != template_id, default=None)
    return next((file for file in files if prefixed_hash(file.content or b"") == wanted), None)


def _path_of(file: TemplateFile, directories: tuple[Path, ...]) -> str:
    for path in _paths(file.name, directories if file.origin == "directory" else ()):
        if path.is_file() and path.read_bytes() == file.content:
            return str(path)
    return file.name + _EXTENSIONS[0]


def _paths(name: str, directories: tuple[Path, ...]) -> Iterator[Path]:
    for directory in directories:
        yield from (directory / (name + extension) for extension in _EXTENSIONS)
