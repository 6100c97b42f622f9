"""The `provenance` block of a document: any keys, recorded, never evaluated (model §3.2)."""

from collections.abc import Iterator, Mapping

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.shaping import Shaping
from flowtime_domain.model.value_kinds import is_finite, is_list
from flowtime_domain.model.written_as import WrittenAs


def authored_provenance(root: Mapping[str, Value], shaping: Shaping) -> Mapping[str, Value] | None:
    """The block without `x-` keys, None where there is none; findings go to `shaping`."""
    block = root.get("provenance")
    if not isinstance(block, Mapping):
        return None
    shaping.errors.extend(_non_finite_numbers(block, ("provenance",), shaping.written_as))
    return {key: _recorded(item) for key, item in block.items()}


def _recorded(value: Value) -> Value:
    """The value without `x-` keys."""
    if isinstance(value, Mapping):
        return {key: _recorded(item) for key, item in value.items() if not key.startswith("x-")}
    return [_recorded(item) for item in value] if is_list(value) else value


def _non_finite_numbers(value: Value, path: Path, written_as: WrittenAs) -> Iterator[DocumentError]:
    """`non_finite_number`: no document of a run can hold such a number (model §2.3)."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _non_finite_numbers(item, (*path, key), written_as)
    elif is_list(value):
        for index, item in enumerate(value):
            yield from _non_finite_numbers(item, (*path, index), written_as)
    elif not is_finite(value):
        yield written_as.error("non_finite_number", "Expected a number that is finite.", path)
