"""The ids that edges have by default (model §7.8)."""

from collections import Counter
from collections.abc import Mapping

from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Value
from flowtime_domain.model.tree import text_in


def with_default_ids(edges: tuple[Value, ...], rewriting: Rewriting) -> tuple[Value, ...]:
    """The canonical edges, each with an id.

    Every edge counts for ``#2``, with an id of its own or not (ruling 28). An edge without readable ends
    gets an id that is no edge's default, so that only its ends are found missing.
    """
    count: Counter[str] = Counter()
    named: list[Value] = []
    for index, edge in enumerate(edges):
        if not isinstance(edge, Mapping):
            named.append(edge)
            continue
        source, target = text_in(edge, "from"), text_in(edge, "to")
        default = f"#{index}"
        if source is not None and target is not None:
            ends = f"{source.partition(':')[0]}->{target.partition(':')[0]}"
            count[ends] += 1
            default = ends if count[ends] == 1 else f"{ends}#{count[ends]}"
        if "id" not in edge:
            path = ("topology", "edges", index)
            rewriting.moved[(*path, "id")] = rewriting.written_path(path)
        named.append({"id": default, **edge})
    return tuple(named)
