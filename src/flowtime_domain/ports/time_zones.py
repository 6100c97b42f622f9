"""Which time zones there are, and their offsets from UTC."""

from collections.abc import Set
from datetime import tzinfo
from typing import Protocol


class TimeZones(Protocol):
    """Knows the time zones of IANA by their names."""

    def names(self) -> Set[str]:
        """All names, ``UTC`` among them."""

    def zone(self, name: str) -> tzinfo:
        """A time zone by one of these names; its offsets of folds and gaps are those of PEP 495."""
