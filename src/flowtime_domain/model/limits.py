"""How large a document and a model may be.

Rule 1: every limit is checked before memory is taken for what it limits.
"""

from dataclasses import dataclass
from typing import Final, final

DEEPEST_NESTING: Final = 200
"""Readers can follow this many nested mappings and lists wherever they are called from."""


@final
@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Limits on a text, checked before anything is built from it (model §2.2)."""

    max_bytes: int = 1_048_576
    max_depth: int = 64
    max_aliases: int = 100
    max_events: int = 500_000


MAPPING_LIMITS: Final = DocumentLimits(max_bytes=2**30, max_events=50_000_000)
"""Limits on a mapping that a program builds and holds in memory already: they guard against mistakes only."""


@final
@dataclass(frozen=True, slots=True)
class ModelLimits:
    """Limits on a model's grid (model §4.1, §4.4)."""

    max_bins: int = 100_000
    max_bin_size: int = 100_000
    max_cells: int = 50_000_000
