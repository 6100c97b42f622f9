"""Ids that do not repeat because they are drawn from the system's randomness."""

import os
from typing import final


@final
class RandomIdSource:
    """Draws from the operating system's source of randomness."""

    def hex_digits(self, count: int) -> str:
        """`count` random digits 0-9, a-f."""
        return os.urandom((count + 1) // 2).hex()[:count]
