"""References that name a file instead of a series (model §7.4)."""

from collections.abc import Sequence
from typing import Any, Final

from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.identifiers import snake_case

_PLACES: Final = ("topology", "nodes")
# Whoever reads these refuses files like any other text that is no id.
_READ_AS_NAMES: Final = frozenset({"outputs", "dependencies"})


def nodes_for_files(places: Sequence[Value], count: int, rewriting: Rewriting) -> list[Value]:
    """The const nodes that files act as; they follow the `count` written nodes.

    A reference to a file becomes a reference to its node, in the canonical topology nodes as well. Where
    the mode has no files it is reported besides.
    """
    nodes: list[Value] = []
    for path, text in rewriting.files:
        if _READ_AS_NAMES.isdisjoint(path):
            _report_if_refused(path, rewriting)
        if path[:2] == _PLACES:
            node_path = ("nodes", count + len(nodes))
            written = rewriting.written_path(path)
            rewriting.moved |= {node_path: rewriting.written_path(path[:3])}
            rewriting.moved |= {(*node_path, "id"): written, (*node_path, "source"): written}
            nodes.append(_node_for_file(places, path, text))
    return nodes


def _node_for_file(places: Sequence[Any], path: Path, text: str) -> dict[str, Value]:
    place = holder = places[int(path[2])]
    for part in path[3:-1]:
        holder = holder[part]
    identifier = f"{snake_case(str(place.get('id')))}_{snake_case(str(path[-1]))}"
    holder[path[-1]] = identifier
    return {"id": identifier, "kind": "const", "source": text}


def _report_if_refused(path: Path, rewriting: Rewriting) -> None:
    if not rewriting.rules.allows_file_references:
        message = "A run in simulation mode reads no files; name a series, or run in telemetry mode."
        rewriting.report("file_reference_in_simulation", message, rewriting.written_path(path))
    elif path[:2] != _PLACES:
        message = "Only topology nodes may name files; name a series."
        rewriting.report("unknown_reference", message, rewriting.written_path(path))
