"""Ids that a test can foretell."""


class CountingIdSource:
    """Hexadecimal digits of 1, 2, 3, ..."""

    def __init__(self) -> None:
        self.drawn = 0

    def hex_digits(self, count: int) -> str:
        self.drawn += 1
        return f"{self.drawn:0{count}x}"
