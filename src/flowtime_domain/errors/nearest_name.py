"""Which known name a caller probably meant.

Rule 1: this module knows text only; it never sees a document, a model or an error.
"""

from collections.abc import Iterable, Mapping
from typing import Final

LONGEST_COMPARED: Final = 1000


def edit_distance(first: str, second: str) -> int:
    """Number of single-character edits that turn one text into the other.

    Parameters
    ----------
    first, second
        The texts to compare, case-sensitive.

    Returns
    -------
    int
        Insertions, deletions and substitutions of the cheapest rewriting.

    References
    ----------
    V. I. Levenshtein, 1966, "Binary codes capable of correcting deletions, insertions and reversals":
    the distance itself.

    Examples
    --------
    >>> edit_distance("SHFT", "SHIFT")
    1
    """
    return _distance(_positions(first), len(first), second)


def _positions(text: str) -> dict[str, int]:
    """For each character a number whose bit i is set where the character stands at index i."""
    positions: dict[str, int] = {}
    for index, character in enumerate(text):
        positions[character] = positions.get(character, 0) | 1 << index
    return positions


def _distance(positions: Mapping[str, int], length: int, text: str) -> int:
    """The edit distance between a text and one of this length with these positions.

    Bit i of `rises` and `falls` says that the distance grows, or shrinks, by one from the first i to the
    first i + 1 characters: a whole column of the usual table is one step, so that two long names are
    compared in microseconds.

    References
    ----------
    G. Myers, 1999, "A fast bit-vector algorithm for approximate string matching based on dynamic
    programming"; H. Hyyrö, 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit
    distances": the steps in the loop.
    """
    if not length:
        return len(text)
    everywhere = (1 << length) - 1
    end = 1 << (length - 1)
    rises, falls, distance = everywhere, 0, length
    for character in text:
        equal = positions.get(character, 0)
        diagonal = (((equal & rises) + rises) ^ rises) | equal | falls
        rises_beside = falls | (everywhere & ~(diagonal | rises))
        falls_beside = diagonal & rises
        if rises_beside & end:
            distance += 1
        elif falls_beside & end:
            distance -= 1
        rises_beside = rises_beside << 1 | 1
        rises = everywhere & (falls_beside << 1 | ~(diagonal | rises_beside))
        falls = everywhere & rises_beside & diagonal
    return distance


def nearest_name(unknown: str, candidates: Iterable[str]) -> str | None:
    """The known name closest to an unknown one, if one is close enough (model §2.7).

    Parameters
    ----------
    unknown
        The name as the caller wrote it.
    candidates
        Known names, in the order that decides between equals.

    Returns
    -------
    str or None
        The candidate at the smallest distance, case ignored, if that distance is at most a third of the
        length of the unknown name (and at least 1 is always allowed). A name of more than 1000 characters
        has none: nobody mistypes that, and comparing it would take long.

    Examples
    --------
    >>> nearest_name("demnd", ["supply", "demand"])
    'demand'
    >>> nearest_name("xyz", ["demand"]) is None
    True
    """
    if len(unknown) > LONGEST_COMPARED:
        return None
    allowed = max(1, len(unknown) // 3)
    folded = unknown.lower()
    positions = _positions(folded)
    best: str | None = None
    for candidate in candidates:
        if abs(len(candidate) - len(unknown)) > allowed:
            continue
        distance = _distance(positions, len(folded), candidate.lower())
        if distance <= allowed:
            best, allowed = candidate, distance - 1
    return best


def did_you_mean(unknown: str, candidates: Iterable[str]) -> str:
    """The end of a message about an unknown name: empty, or ``; did you mean 'NAME'?``.

    Examples
    --------
    >>> did_you_mean("visit", ["visits"])
    "; did you mean 'visits'?"
    >>> did_you_mean("visit", [])
    ''
    """
    nearest = nearest_name(unknown, candidates)
    return "" if nearest is None else f"; did you mean '{nearest}'?"
