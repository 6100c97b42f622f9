"""Which compression a caller gets (api §1.6)."""

from functools import lru_cache
from typing import Final

from flowtime_entrypoints.http.conditional import ENCODINGS

IDENTITY: Final = "identity"
# Callers say it in few ways.
_REMEMBERED: Final = 64


@lru_cache(_REMEMBERED)
def preferred_encoding(accept_encoding: str) -> str:
    """The encoding of ours that a caller likes best; ours in our order if it likes several equally.

    Parameters
    ----------
    accept_encoding
        The header as it came; its weights are honoured.

    Examples
    --------
    >>> preferred_encoding("gzip, deflate, br")
    'br'
    >>> preferred_encoding("br;q=0, gzip")
    'gzip'
    >>> preferred_encoding("")
    'identity'
    """
    weights = dict(_weighted(part) for part in accept_encoding.split(","))
    anything = weights.get("*", 0.0)
    best, best_weight = IDENTITY, 0.0
    for encoding in ENCODINGS:
        weight = weights.get(encoding, anything)
        if weight > best_weight:
            best, best_weight = encoding, weight
    return best if best_weight >= weights.get(IDENTITY, 0.0) else IDENTITY


def _weighted(part: str) -> tuple[str, float]:
    name, *parameters = part.split(";")
    weight = 1.0
    for parameter in parameters:
        key, _, value = parameter.strip().partition("=")
        if key.lower() == "q":
            weight = _number(value)
    return name.strip().lower(), weight


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
