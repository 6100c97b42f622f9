"""How several rows of a bin become one value (telemetry §6.8)."""

import math
import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, final

AggregateKind: TypeAlias = Literal["sum", "mean", "min", "max", "first", "last", "count", "quantile"]
PLAIN_KINDS: Final[tuple[AggregateKind, ...]] = ("sum", "mean", "min", "max", "first", "last", "count")
AGGREGATE_WORDS: Final = (*PLAIN_KINDS, "quantile:Q")
_QUANTILE: Final = re.compile(r"quantile:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)


@final
@dataclass(frozen=True, slots=True)
class Aggregate:
    """One way; `rank` belongs to quantiles, 0 is the smallest value and 1 the largest."""

    kind: AggregateKind
    rank: float = math.nan
    text: str = ""

    def __str__(self) -> str:
        return self.text or self.kind


def aggregate_of(text: str) -> Aggregate | None:
    """The aggregate that a text names, None if there is none.

    Examples
    --------
    >>> str(aggregate_of("Mean")), aggregate_of("quantile:0.9").rank, aggregate_of("median")
    ('mean', 0.9, None)
    """
    word = text.strip().lower()
    for kind in PLAIN_KINDS:
        if word == kind:
            return Aggregate(kind)
    match = _QUANTILE.fullmatch(word)
    if match is None or float(match[1]) > 1:
        return None
    return Aggregate("quantile", float(match[1]), word)
