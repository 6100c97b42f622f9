"""Where random ids come from."""

from typing import Protocol


class IdSource(Protocol):
    """Draws what must not repeat."""

    def hex_digits(self, count: int) -> str:
        """`count` random digits 0-9, a-f."""
