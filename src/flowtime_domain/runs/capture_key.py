"""What makes a capture findable: its key.

Rule 1: no text becomes part of a path unless it is a `CaptureKey`.
"""

import re
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.errors import CaptureKeyInvalidError

_CAPTURE_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")


@final
@dataclass(frozen=True, slots=True)
class CaptureKey:
    """A well-formed capture key (telemetry §2.1).

    Raises
    ------
    CaptureKeyInvalidError
        The text is not a capture key.

    Examples
    --------
    >>> str(CaptureKey("clinic-2025-03"))
    'clinic-2025-03'
    """

    text: str

    def __post_init__(self) -> None:
        if not _CAPTURE_KEY.match(self.text) or ".." in self.text:
            raise CaptureKeyInvalidError(self.text)

    def __str__(self) -> str:
        return self.text
