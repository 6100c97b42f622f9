"""Which known name a caller probably meant.

Rule 1: this module knows text only; it never sees a document, a model or an error.
"""

from collections.abc import Iterable


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
    previous = list(range(len(second) + 1))
    for row, left in enumerate(first, start=1):
        current = [row]
        for column, right in enumerate(second, start=1):
            substitution = previous[column - 1] + (left != right)
            current.append(min(previous[column] + 1, current[-1] + 1, substitution))
        previous = current
    return previous[-1]


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
        length of the unknown name (and at least 1 is always allowed).

    Examples
    --------
    >>> nearest_name("demnd", ["supply", "demand"])
    'demand'
    >>> nearest_name("xyz", ["demand"]) is None
    True
    """
    allowed = max(1, len(unknown) // 3)
    folded = unknown.lower()
    best: str | None = None
    for candidate in candidates:
        if abs(len(candidate) - len(unknown)) > allowed:
            continue
        distance = edit_distance(folded, candidate.lower())
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
