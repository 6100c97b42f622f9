"""The canonical form of series nodes: their kind decides which keys they have (model §5)."""

from collections.abc import Iterable, Mapping
from typing import Final

from flowtime_domain.model.canonical.mappings import MappingForm, form_of_shape
from flowtime_domain.model.canonical.members import router_members
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.canonical.values import Form, word_form
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.nodes import SHAPES_OF_KINDS, NodeOfUnknownKind
from flowtime_domain.model.tree import mappings_in, text_in

_DEFAULT_KIND: Final = "const"
_KIND_WORDS: Final = word_form(tuple(SHAPES_OF_KINDS))
_FORMS: Final[Mapping[str, MappingForm]] = {
    kind: form_of_shape(shape) for kind, shape in SHAPES_OF_KINDS.items()
}


def _form_of_any_kind() -> MappingForm:
    forms: dict[str, Form | None] = dict(form_of_shape(NodeOfUnknownKind).forms)
    spellings: dict[str, str] = {}
    for form in _FORMS.values():
        forms = {**form.forms, **forms}
        spellings |= form.spellings
    return MappingForm(forms, spellings, members=router_members)


_FORM_OF_ANY_KIND: Final = _form_of_any_kind()


def canonical_node(value: Value, path: Path, rewriting: Rewriting) -> Value:
    """The canonical mapping of one series node."""
    if not isinstance(value, Mapping):
        return value
    written_kind = value.get("kind")
    kind = _KIND_WORDS(_DEFAULT_KIND if written_kind is None else written_kind, path, rewriting)
    form = _FORMS.get(kind, _FORM_OF_ANY_KIND) if isinstance(kind, str) else _FORM_OF_ANY_KIND
    canonical = form(value, path, rewriting)
    assert isinstance(canonical, dict)
    canonical.setdefault("kind", kind)
    return canonical


def declared_ids(nodes: Iterable[Value]) -> frozenset[str]:
    """The ids of series nodes and router targets, right or wrong."""
    declared: set[str | None] = set()
    for node in nodes:
        if isinstance(node, Mapping):
            declared.add(text_in(node, "id"))
            declared.update(text_in(route, "target") for _, route in mappings_in(node, "routes"))
    return frozenset(name for name in declared if name is not None)
