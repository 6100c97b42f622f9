"""What an examination of a model or of its numbers has to say.

Rule 1: a finding never changes a number and is never a Python warning.
"""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, final

Severity: TypeAlias = Literal["info", "warning", "error"]
MAXIMUM_LISTED_BINS: Final = 20


@final
@dataclass(frozen=True, slots=True)
class Finding:
    """One warning of a run (engine §12.1).

    Attributes
    ----------
    code
        Stable name of the rule.
    severity
        info, warning, or error: the numbers break conservation.
    message
        What was seen, for a person.
    node_id
        Topology node it concerns, None at run level.
    bins
        The first 20 offending bins in rising order.
    count
        Number of offending bins.
    """

    code: str
    severity: Severity
    message: str
    node_id: str | None = None
    bins: tuple[int, ...] = ()
    count: int = 0
