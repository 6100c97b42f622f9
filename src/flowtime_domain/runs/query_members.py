"""What readers of query parameters have in common (api §1.3).

Rule 1: parameters come as pairs of name and text, so that repeated ones are seen.
Rule 2: what a caller wrote is shown cut; a pointer names it in full.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from flowtime_domain.errors import DocumentError, did_you_mean, pointer_to

_SHOWN: Final = 64
_INTEGER: Final = re.compile(r"([+-]?)0*([0-9]+)\Z", re.ASCII)
_DIGITS: Final = 18


def member_error(code: str, message: str, name: str) -> DocumentError:
    """What is wrong with a parameter.

    Examples
    --------
    >>> member_error("invalid_type", "'a/b' must be an integer.", "a/b").pointer
    '/a~1b'
    """
    return DocumentError(code=code, message=message, pointer=pointer_to([name]))


def shown(text: str) -> str:
    """What a caller wrote, for a message."""
    return text[:_SHOWN]


def repeated_members(given: Sequence[tuple[str, str]]) -> list[DocumentError]:
    """The parameters that are given more than once."""
    counts = Counter(name for name, _ in given)
    return [
        member_error("repeated_member", f"'{shown(name)}' is given {count} times.", name)
        for name, count in counts.items()
        if count > 1
    ]


def unknown_members(given: Sequence[tuple[str, str]], known: Sequence[str]) -> list[DocumentError]:
    """The parameters that nobody reads; each names the nearest known one, or else all that are known."""
    names = dict.fromkeys(name for name, _ in given)
    return [_unknown(name, known) for name in names if name not in known]


def _unknown(name: str, known: Sequence[str]) -> DocumentError:
    every_known = f"; known here: {', '.join(known)}." if known else "; none is known here."
    hint = did_you_mean(name, known) or every_known
    return member_error("unknown_member", f"There is no query parameter '{shown(name)}'{hint}", name)


def integer_in(text: str) -> int | None:
    """An integer in decimal digits; one too long to be of use counts as one of 18 digits.

    Examples
    --------
    >>> integer_in("007"), integer_in("-1"), integer_in("1.0")
    (7, -1, None)
    """
    match = _INTEGER.match(text)
    return None if match is None else int(match[1] + match[2][:_DIGITS])
