"""Formulas: the names in them (model §5.4, §6.5)."""

from collections.abc import Iterator

from flowtime_domain.errors import DocumentError
from flowtime_domain.expressions.lags import LaggedReference
from flowtime_domain.expressions.syntax import Reference
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import known_series
from flowtime_domain.model.tree import is_list_of_texts, text_in


def unknown_names(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_reference`: a formula names a series that is not published, once per name (ruling 23)."""
    known = known_series(draft)
    for index, named in draft.named_series.items():
        first_of_name: dict[str, LaggedReference | Reference] = {}
        for one in named:
            first_of_name.setdefault(one.name, one)
        for one in first_of_name.values():
            if one.name not in known:
                message = f"There is no series '{one.name}'{known.hint(one.name)}"
                yield formula_finding(draft, "unknown_reference", message, index, one.offset)


def dependencies_mismatches(draft: Draft) -> Iterator[DocumentError]:
    """`dependencies_mismatch`: `dependencies` lists other names than the formula has (model §5.4)."""
    for index, named in draft.named_series.items():
        drafted = draft.nodes[index]
        listed = drafted.tree.get("dependencies")
        if not is_list_of_texts(listed):
            continue
        names = {one.name for one in named}
        if set(listed) != names:
            expected = ", ".join(sorted(names)) or "none"
            message = f"`dependencies` must list exactly the names in the formula: {expected}."
            yield draft.written_as.error("dependencies_mismatch", message, (*drafted.path, "dependencies"))


def formula_finding(draft: Draft, code: str, message: str, index: int, offset: int) -> DocumentError:
    """The finding about one character of the formula of a node."""
    drafted = draft.nodes[index]
    text = text_in(drafted.tree, "expr") or ""
    return draft.written_as.error(code, message, (*drafted.path, "expr"), offset=offset, formula=text)
