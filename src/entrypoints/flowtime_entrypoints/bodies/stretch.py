"""Series as text over bins that follow each other, as far as windows have asked for them."""

from collections.abc import Sequence
from typing import Final, final

from flowtime_entrypoints.bodies.rows_text import RowsText

# Who moves on by one bin will move on by the next.
STEP: Final = 128


@final
class Stretch:
    """Texts of the same series whose bins follow each other.

    Parameters
    ----------
    texts
        One or more.

    Attributes
    ----------
    texts
        The texts.
    bins
        The bins of all of them.
    memory
        How many bytes they take.

    Examples
    --------
    >>> stretch = Stretch([RowsText([b"1,2", b"3,4"], range(2)), RowsText([b"5", b"6"], range(2, 3))])
    >>> stretch.cut(range(1, 3))
    [[b'2', b'4'], [b'5', b'6']]
    """

    def __init__(self, texts: Sequence[RowsText]) -> None:
        self.texts = texts
        self.bins = range(texts[0].bins.start, texts[-1].bins.stop)
        self.memory = sum(text.memory for text in texts)

    def has_half(self, asked: range) -> bool:
        """Whether at least half of some bins are among its own."""
        return 2 * len(_shared(self.bins, asked)) >= len(asked)

    def lacking(self, asked: range, end: int) -> tuple[range, range]:
        """Bins to add before and after its own, so that it has what is asked for; none at or beyond `end`.

        More are added than are asked for, up to the next multiple of a step.
        """
        step = min(STEP, len(asked))
        first, stop = asked.start // step * step, min(end, -(-asked.stop // step) * step)
        return (
            range(first, self.bins.start) if asked.start < self.bins.start else range(0),
            range(self.bins.stop, stop) if asked.stop > self.bins.stop else range(0),
        )

    def near(self, asked: range) -> "Stretch":
        """Those of its texts that have some of the bins, of which it has some."""
        return Stretch([text for text in self.texts if _shared(text.bins, asked)])

    def cut(self, asked: range) -> list[list[bytes]]:
        """The values of each row in some of its bins, as many pieces as texts have some of them."""
        return [text.cut(bins) for text in self.texts if (bins := _shared(text.bins, asked))]


def _shared(bins: range, others: range) -> range:
    return range(max(bins.start, others.start), min(bins.stop, others.stop))
