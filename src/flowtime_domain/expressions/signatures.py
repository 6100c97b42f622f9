"""What a function of the language accepts as arguments (model §6.4).

Rule 1: a rule is data; only `flowtime_domain.expressions.calls` applies it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, final


@final
@dataclass(frozen=True, slots=True)
class LiteralRule:
    """Which literals may stand in one place.

    Attributes
    ----------
    meaning
        What the literal says, for messages.
    allowed
        Its range in words, for messages.
    allows
        Whether a finite number is in that range.
    """

    meaning: str
    allowed: str
    allows: Callable[[float], bool]


@final
@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments that a function accepts.

    Attributes
    ----------
    fewest, most
        How many may be written; None: any number.
    literals
        The rules for the places, counted from 0, at which a literal must stand.
    array
        The place at which an array of literals must stand, or None.
    defaults
        The numbers that stand for the last arguments where those are not written.
    """

    fewest: int
    most: int | None
    literals: Mapping[int, LiteralRule] = field(default_factory=dict)
    array: int | None = None
    defaults: tuple[float, ...] = ()

    @property
    def count_in_words(self) -> str:
        """How many arguments there must be, for messages."""
        if self.most is None:
            return f"{self.fewest} or more arguments"
        if self.fewest != self.most:
            return f"{self.fewest} to {self.most} arguments"
        return "1 argument" if self.most == 1 else f"{self.most or 'no'} arguments"

    def accepts_count(self, count: int) -> bool:
        """Whether so many arguments may be written."""
        return self.fewest <= count and (self.most is None or count <= self.most)


LONGEST_KERNEL: Final = 1000
LONGEST_AVERAGE: Final = 1000


def _whole(meaning: str, lowest: int, highest: float = float("inf")) -> LiteralRule:
    allowed = f"at least {lowest}" if highest == float("inf") else f"from {lowest} to {highest:.0f}"
    return LiteralRule(
        meaning,
        f"a whole number, {allowed}",
        lambda value: value.is_integer() and lowest <= value <= highest,
    )


LAG: Final = _whole("the lag", 0)
PERIOD: Final = _whole("the period", 1)
PHASE: Final = _whole("the phase", 0)
LENGTH: Final = _whole("the number of bins", 1, LONGEST_AVERAGE)
ALPHA: Final = LiteralRule("alpha", "above 0 and at most 1", lambda value: 0 < value <= 1)
