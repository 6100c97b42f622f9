"""Canonical forms of mappings, derived from the shapes that the mappings must have.

Rule 1: the keys of a form are those of its shape, in the same order; nobody lists them twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Final, Literal, Union, final, get_args, get_origin, get_type_hints

from flowtime_domain.model.canonical.members import (
    Members,
    members_as_written,
    pmf_members,
    root_members,
    route_members,
    router_members,
)
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.canonical.spellings import LEFT_OUT, OTHER_SPELLINGS
from flowtime_domain.model.canonical.values import (
    Form,
    formula,
    in_turn,
    list_form,
    open_mapping,
    reference,
    reference_or_new_id,
    same_value,
    text_unless_blank,
    whole_number,
    word_form,
)
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.document_root import DocumentRoot
from flowtime_domain.model.element import Element
from flowtime_domain.model.identifiers import LOSS, Refers, RefersOrNames
from flowtime_domain.model.nodes import ConstNode, ExprNode, Pmf, Route, RouterNode
from flowtime_domain.model.topology import TopologyNode

_FORMS_OF_MARKS: Final[Mapping[object, Form]] = {Refers: reference, RefersOrNames: reference_or_new_id}
_FORMS_OF_KEYS: Final[Mapping[type[Element], Mapping[str, Form]]] = {
    ExprNode: {"expr": formula},
    ConstNode: {"source": text_unless_blank},
    TopologyNode: {"wipOverflow": word_form([LOSS])},
}
_MEMBERS: Final[Mapping[type[Element], Members]] = {
    DocumentRoot: root_members,
    RouterNode: router_members,
    Route: route_members,
    Pmf: pmf_members,
}


@final
@dataclass(frozen=True, slots=True)
class MappingForm:
    """The canonical form of mappings with a closed list of keys.

    Attributes
    ----------
    forms
        Canonical key -> form of its value, None if it stays as it is; in the order of the tables.
    spellings
        Other spelling -> canonical key.
    left_out
        Keys that are read and ignored.
    is_open
        Whether further keys stay as they are.
    members
        How the members of the canonical mapping are found in the written one.
    """

    forms: Mapping[str, Form | None]
    spellings: Mapping[str, str]
    left_out: frozenset[str] = frozenset()
    is_open: bool = False
    members: Members = members_as_written

    def __call__(self, value: Value, path: Path, rewriting: Rewriting) -> Value:
        """The mapping with canonical keys and values; every unknown key is reported and left out."""
        if not isinstance(value, Mapping):
            return value
        canonical: dict[str, Value] = {}
        base = rewriting.written_path(path)
        for key, written, item in self.members(value, path, rewriting):
            name = self._canonical_key(key, written, rewriting)
            if name is None or item is None:
                continue
            target = (*path, name)
            if name in canonical:
                again = self._rewritten(item, target, rewriting.elsewhere(target, written))
                if not same_value(again, canonical[name]):
                    rewriting.report_conflict(
                        "key_conflict", rewriting.written_path(target), written, len(base)
                    )
                continue
            if written != (*base, name):
                rewriting.moved[target] = written
            rewritten = self._rewritten(item, target, rewriting)
            if rewritten is not None:
                canonical[name] = rewritten
        return canonical

    def _canonical_key(self, key: str, written: Path, rewriting: Rewriting) -> str | None:
        name = self.spellings.get(key, key)
        if name in self.forms:
            return name
        if key.startswith("x-") or key in self.left_out:
            return None
        if self.is_open:
            return name
        rewriting.report_unknown_key(key, written, (*self.forms, *self.spellings))
        return None

    def _rewritten(self, value: Value, path: Path, rewriting: Rewriting) -> Value:
        # The last step into a mapping is always a key, never an index.
        form = self.forms.get(path[-1])  # type: ignore[arg-type]
        return value if form is None else form(value, path, rewriting)


@cache
def form_of_shape(shape: type[Element]) -> MappingForm:
    """The form of the mappings that a shape describes."""
    hints = get_type_hints(shape, include_extras=True)
    forms = {field.alias or name: form_of_type(hints[name]) for name, field in shape.model_fields.items()}
    forms |= _FORMS_OF_KEYS.get(shape, {})
    return MappingForm(
        forms,
        OTHER_SPELLINGS.get(shape, {}),
        LEFT_OUT.get(shape, frozenset()),
        is_open=shape.model_config.get("extra") == "allow",
        members=_MEMBERS.get(shape, members_as_written),
    )


def form_of_type(annotation: object) -> Form | None:
    """The form of the values that an annotation describes; None if they stay as they are."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marked = [_FORMS_OF_MARKS[mark] for mark in arguments[1:] if mark in (Refers, RefersOrNames)]
        return marked[0] if marked else form_of_type(arguments[0])
    if origin in (Union, UnionType):
        forms = [form for form in map(form_of_type, arguments) if form is not None]
        return in_turn(forms) if forms else None
    if origin is Literal:
        return word_form(arguments)
    if origin is tuple:
        return list_form(form_of_type(arguments[0]))
    if origin is dict:
        return open_mapping
    if annotation is int:
        return whole_number
    if isinstance(annotation, type) and issubclass(annotation, Element):
        return form_of_shape(annotation)
    return None
