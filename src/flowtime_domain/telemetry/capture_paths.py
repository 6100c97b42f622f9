"""Which texts lead to a file inside a capture (telemetry §2.4).

Rule 1: no path of a manifest or a request is opened before it has passed here.
"""

from typing import Final

from flowtime_domain.errors import PathNotAllowedError

_RULE: Final = (
    "a path inside a capture is relative, has '/' between its parts, and none of them is empty, '.' or '..'"
)
LONGEST_PATH: Final = 1024


def checked_path(path: str) -> str:
    """The path itself, if its form is allowed.

    Raises
    ------
    PathNotAllowedError
        It is absolute, has an empty part, ``.`` or ``..``, or characters that no path has.

    Examples
    --------
    >>> checked_path("desk/arrivals.csv")
    'desk/arrivals.csv'
    """
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or len(path) > LONGEST_PATH:
        raise PathNotAllowedError(path, _RULE)
    if any(character == "\\" or ord(character) < 32 for character in path):
        raise PathNotAllowedError(path, _RULE)
    return path
