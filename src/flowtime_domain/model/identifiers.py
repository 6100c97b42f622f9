"""Names of the parts of a model, and the names that the engine makes from them.

Rule 1: one pattern per kind of name; nobody else writes a pattern for an id.
Rule 2: patterns are anchored for Pydantic and JSON Schema, whose `$` is the very end of a text; where
Python's `re` uses one, it is with `fullmatch`.
"""

import re
from typing import Annotated, Final, TypeAlias, final

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

LOSS: Final = "loss"
SERIES_ID_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_]{0,127}$"
TOPOLOGY_ID_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_.-]{0,127}$"
TEMPLATE_ID_PATTERN: Final = r"^[a-z0-9][a-z0-9-]{0,63}$"


@final
class Refers:
    """Marks a text that refers to an existing series: prefix and class suffix mean nothing (model §7.4)."""


@final
class RefersOrNames:
    """Marks a text that refers to an existing series or gives a new one its id (model §7.3)."""


def _not_the_word_loss(topology_id: str) -> str:
    if topology_id.lower() == LOSS:
        message = "'{id}' is the word for overflow that is lost; no place may bear it as its id."
        raise PydanticCustomError("invalid_identifier", message, {"id": topology_id})
    return topology_id


SeriesId: TypeAlias = Annotated[str, StringConstraints(pattern=SERIES_ID_PATTERN)]
TopologyId: TypeAlias = Annotated[
    str, StringConstraints(pattern=TOPOLOGY_ID_PATTERN), AfterValidator(_not_the_word_loss)
]
SeriesReference: TypeAlias = Annotated[str, Refers]
SeriesReferenceOrNewId: TypeAlias = Annotated[str, RefersOrNames]

_WORD_START = re.compile(r"(?<=[^_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake_case(topology_id: str) -> str:
    """The stem of the ids that the engine generates for a topology node (model §7.10).

    Examples
    --------
    >>> [snake_case(name) for name in ("DLQ", "QueueA", "HTTPQueue2", "ABTest", "web-tier", "Order_Queue")]
    ['dlq', 'queue_a', 'http_queue2', 'ab_test', 'web_tier', 'order_queue']
    """
    letters_only = re.sub(r"[^A-Za-z0-9_]", "_", topology_id)
    return _WORD_START.sub("_", letters_only).lower()
