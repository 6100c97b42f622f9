"""What the sources of a model and the bindings of a request say: files of a capture (telemetry §8.2, §8.3).

Rule 1: a source is read here before anything is done with it, so nothing leads out of a capture.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from flowtime_domain.errors import (
    CaptureInvalidError,
    DocumentError,
    PathNotAllowedError,
    did_you_mean,
    pointer_to,
)
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import ConstNode
from flowtime_domain.telemetry.capture_paths import checked_path

PREFIX: Final = "file://telemetry/"
BINDINGS: Final = ("telemetry", "bindings")
_PREFIXES: Final = (PREFIX, "file:telemetry/", "file:")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def source_path(source: str) -> str:
    """The path inside a capture that a source names.

    Raises
    ------
    PathNotAllowedError
        It names another host, another scheme, or a path that leads elsewhere.

    Examples
    --------
    >>> [source_path(text) for text in ("file://telemetry/a.csv", "file:telemetry/a.csv", "file:a.csv")]
    ['a.csv', 'a.csv', 'a.csv']
    """
    for prefix in _PREFIXES:
        if source.startswith(prefix):
            return checked_path(source.removeprefix(prefix))
    if _SCHEME.match(source):
        raise PathNotAllowedError(source, "a source names a file of the capture: file://telemetry/PATH")
    return checked_path(source)


def sourced_nodes(model: FlowModel, files: Collection[str]) -> dict[str, str]:
    """Id of each const node with a source -> path of its file.

    Raises
    ------
    PathNotAllowedError
        A source leads out of the capture.
    CaptureInvalidError
        Sources name files that the capture does not have.
    """
    sources = {
        index: source_path(node.source)
        for index, node in enumerate(model.nodes)
        if isinstance(node, ConstNode) and node.source is not None
    }
    errors = [
        replace(
            model.written_as.error("binding_file_unknown", _unknown(path, files), ("nodes", index, "source")),
            file=path,
            place=None,
        )
        for index, path in sources.items()
        if path not in files
    ]
    if errors:
        raise CaptureInvalidError(errors)
    return {model.nodes[index].id: path for index, path in sources.items()}


def bound_values(bindings: Mapping[str, str]) -> dict[str, str]:
    """The values that bindings give to parameters, by name.

    Raises
    ------
    PathNotAllowedError
        A binding leads out of the capture.
    """
    return {name: f"{PREFIX}{checked_path(path)}" for name, path in bindings.items()}


def check_bound_files(bindings: Mapping[str, str], files: Collection[str]) -> None:
    """Refuse bindings to files that the capture does not have.

    Raises
    ------
    CaptureInvalidError
        With a finding for each of them.
    """
    errors = list(_unknown_bindings(bindings, files))
    if errors:
        raise CaptureInvalidError(errors)


def _unknown_bindings(bindings: Mapping[str, str], files: Collection[str]) -> Iterator[DocumentError]:
    for name, path in bindings.items():
        if path not in files:
            pointer = pointer_to((*BINDINGS, name))
            message = f"'{name}': {_unknown(path, files)}"
            yield DocumentError(code="binding_file_unknown", message=message, pointer=pointer, file=path)


def _unknown(path: str, files: Collection[str]) -> str:
    known = f"; it has {', '.join(files)}." if files else "; it has none."
    return f"The capture has no file '{path[:128]}'{did_you_mean(path, files) or known}"
