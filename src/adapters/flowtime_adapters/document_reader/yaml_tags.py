"""The tags of YAML's core schema, and what a tagged scalar means (model §2.2, ruling 28).

Rule 1: a tag chooses among the scalar rules of the model language; it never brings a type of its own.
"""

import math
from collections.abc import Callable
from typing import Final, final

from flowtime_domain.model.document import Scalar
from flowtime_domain.model.plain_scalar import plain_scalar

_PREFIX: Final = "tag:yaml.org,2002:"
# A lone `!` says: take the kind of the node, ask no scalar rule.
_NON_SPECIFIC: Final = "!"


@final
class TagMismatchError(ValueError):
    """A scalar is not written as its tag asks for."""


def _text(text: str) -> str:
    return text


def _null(text: str) -> None:
    if plain_scalar(text) is not None:
        raise TagMismatchError


def _boolean(text: str) -> bool:
    value = plain_scalar(text)
    if not isinstance(value, bool):
        raise TagMismatchError
    return value


def _integer(text: str) -> int | float:
    value = plain_scalar(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not text.lstrip("+-").isdigit():
        raise TagMismatchError
    return value


def _number(text: str) -> float:
    value = plain_scalar(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TagMismatchError
    return value if math.isinf(value) else float(value)


_SCALAR_TAGS: Final[dict[str, Callable[[str], Scalar]]] = {
    _NON_SPECIFIC: _text,
    _PREFIX + "str": _text,
    _PREFIX + "null": _null,
    _PREFIX + "bool": _boolean,
    _PREFIX + "int": _integer,
    _PREFIX + "float": _number,
}
MAPPING_TAGS: Final = frozenset({_NON_SPECIFIC, _PREFIX + "map"})
SEQUENCE_TAGS: Final = frozenset({_NON_SPECIFIC, _PREFIX + "seq"})
_CORE_TAGS: Final = frozenset(_SCALAR_TAGS) | MAPPING_TAGS | SEQUENCE_TAGS


def is_core_tag(tag: str) -> bool:
    """Whether a tag is one of the core schema's."""
    return tag in _CORE_TAGS


def tagged_scalar(text: str, tag: str) -> Scalar:
    """The value of a scalar under a core tag, however it is quoted.

    Raises
    ------
    TagMismatchError
        The text does not fit the tag.

    Examples
    --------
    >>> tagged_scalar("5", "tag:yaml.org,2002:int"), tagged_scalar("5", "tag:yaml.org,2002:str")
    (5, '5')
    """
    reading = _SCALAR_TAGS.get(tag)
    if reading is None:
        raise TagMismatchError
    return reading(text)


def short_tag(tag: str) -> str:
    """A tag as people write it: ``!!int``."""
    return tag.replace(_PREFIX, "!!", 1)
