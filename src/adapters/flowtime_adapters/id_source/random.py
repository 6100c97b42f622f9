"""Ids that do not repeat because they are drawn from the system's randomness."""

import secrets
from typing import final


@final
class RandomIdSource:
    """Draws from the operating system's source of randomness."""

    def hex_digits(self, count: int) -> str:
        """`count` random digits 0-9, a-f."""
        return secrets.token_hex((count + 1) // 2)[:count]
