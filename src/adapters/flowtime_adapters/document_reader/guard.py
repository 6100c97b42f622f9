"""What a text may not exceed, counted while it is read, and the findings so far (model §2.2).

Rule 1: each limit is reported once, where it is passed first.
Rule 2: a place is looked up only for a finding.
"""

from collections.abc import Callable
from typing import Any, final

from flowtime_domain.errors import DocumentError, Place, pointer_to
from flowtime_domain.model import document_findings
from flowtime_domain.model.document import Path
from flowtime_domain.model.limits import DocumentLimits


@final
class Guard:
    """Counts the parts of one text and collects its findings.

    Parameters
    ----------
    limits
        What the text may not exceed.
    path
        Gives the path of the value that comes next.
    place_of
        Gives the place of what is passed as `at`.

    Attributes
    ----------
    findings
        Rules that the text breaks.
    events, aliases
        Totals so far, with every alias expanded.
    is_exceeded
        Whether a limit has been passed.
    """

    def __init__(
        self, limits: DocumentLimits, path: Callable[[], Path], place_of: Callable[[Any], Place]
    ) -> None:
        self.findings: list[DocumentError] = []
        self.events = 0
        self.aliases = 0
        self._limits = limits
        self._path = path
        self._place_of = place_of
        self._passed: set[Callable[..., DocumentError]] = set()

    @property
    def is_exceeded(self) -> bool:
        """Whether a limit has been passed."""
        return bool(self._passed)

    def count(self, events: int, at: Any) -> None:
        """So many more events."""
        self.events += events
        if self.events > self._limits.max_events:
            self._pass(document_findings.too_many_events, at, self.events)

    def count_aliases(self, aliases: int, at: Any) -> None:
        """So many more aliases."""
        self.aliases += aliases
        if self.aliases > self._limits.max_aliases:
            self._pass(document_findings.too_many_aliases, at, self.aliases)

    def check_depth(self, depth: int, at: Any) -> None:
        """A mapping or list is nested so deep."""
        if depth > self._limits.max_depth:
            self._pass(document_findings.too_deep, at, depth)

    def found(self, code: str, message: str, at: Any) -> None:
        """The value that comes next breaks a rule."""
        pointer = pointer_to(self._path())
        finding = DocumentError(code=code, message=message, pointer=pointer, place=self._place_of(at))
        self.findings.append(finding)

    def found_duplicate(self, at: Any) -> None:
        """The key that was just read stands twice in its mapping."""
        self.findings.append(document_findings.duplicate_key(self._path(), self._place_of(at)))

    def _pass(self, finding: Callable[..., DocumentError], at: Any, requested: int) -> None:
        if finding not in self._passed:
            self._passed.add(finding)
            self.findings.append(finding(self._path(), self._place_of(at), requested, self._limits))
