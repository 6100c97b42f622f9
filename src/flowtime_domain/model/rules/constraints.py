"""Shared constraints: who takes part in them (model §7.7)."""

from collections.abc import Iterable, Iterator

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import KnownNames, is_readable, known_constraints, known_places
from flowtime_domain.model.tree import is_list_of_texts, texts_in


def constraint_members(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_node`, `duplicate_id`: a constraint lists topology nodes, each once (ruling 18)."""
    known = known_places(draft)
    for drafted in draft.constraints:
        names = texts_in(drafted.tree, "nodes")
        yield from _repeated(draft, names, (*drafted.path, "nodes"))
        yield from _unknown(draft, names, (*drafted.path, "nodes"), known, "unknown_node", "topology node")


def named_constraints(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_constraint`, `duplicate_id`: a topology node names constraints, each once (ruling 18)."""
    known = known_constraints(draft)
    for drafted in draft.topology_nodes:
        names = texts_in(drafted.tree, "constraints")
        path = (*drafted.path, "constraints")
        yield from _repeated(draft, names, path)
        yield from _unknown(draft, names, path, known, "unknown_constraint", "constraint")


def _repeated(draft: Draft, names: Iterable[tuple[int, str]], path: Path) -> Iterator[DocumentError]:
    seen: set[str] = set()
    for index, name in names:
        if name in seen:
            message = f"'{name}' is listed twice; list it once."
            yield draft.written_as.error("duplicate_id", message, (*path, index))
        seen.add(name)


def _unknown(
    draft: Draft, names: Iterable[tuple[int, str]], path: Path, known: KnownNames, code: str, sort: str
) -> Iterator[DocumentError]:
    for index, name in names:
        if name not in known:
            message = f"There is no {sort} '{name}'{known.hint(name)}"
            yield draft.written_as.error(code, message, (*path, index))


def constraints_without_members(draft: Draft) -> Iterator[DocumentError]:
    """`constraint_without_members`: nobody shares it."""
    lists = [place.tree.get("constraints", ()) for place in draft.topology_nodes]
    if not is_readable(draft, "topology", "nodes") or not all(map(is_list_of_texts, lists)):
        return
    # A constraint without an id cannot be named, which is spoken of elsewhere.
    named = {None, *(name for names in lists if is_list_of_texts(names) for name in names)}
    for drafted in draft.constraints:
        if drafted.identifier not in named and not drafted.tree.get("nodes"):
            message = (
                f"Nobody shares constraint '{drafted.identifier}': list topology nodes in its 'nodes', "
                "or name it in their 'constraints'."
            )
            yield draft.written_as.error("constraint_without_members", message, drafted.path)
