"""The seed that a caller gives, before anything is drawn from it."""

from operator import index
from typing import Final, SupportsIndex

from flowtime_domain.errors import DocumentError, RequestInvalidError
from flowtime_domain.model.value_words import shown_value

MAXIMUM_SEED: Final = 2**63 - 1
"""The largest number that random draws may start from (model §8.2)."""


def checked_seed(seed: object) -> int | None:
    """The seed of a call, None if it leaves the choice to the model; NumPy's integers are integers, too.

    Raises
    ------
    RequestInvalidError
        It is no integer, or not in 0..2^63-1.

    Examples
    --------
    >>> checked_seed(42)
    42
    """
    if seed is None:
        return None
    if isinstance(seed, bool) or not isinstance(seed, SupportsIndex):
        raise _refusal("invalid_type", "'seed' must be an integer.")
    number = index(seed)
    if not 0 <= number <= MAXIMUM_SEED:
        words = f"'seed' must lie in 0..{MAXIMUM_SEED}, got {shown_value(number)}."
        raise _refusal("out_of_range", words)
    return number


def _refusal(code: str, message: str) -> RequestInvalidError:
    return RequestInvalidError([DocumentError(code=code, message=message, pointer="/seed")], "The call")
