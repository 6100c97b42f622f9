"""What events tell of a failure."""

from dataclasses import dataclass
from typing import Self, final

from flowtime_domain.errors import DocumentInvalidError, FlowTimeError, ShuttingDownError


@final
@dataclass(frozen=True, slots=True)
class FailureFacts:
    """A failure in the words of an event.

    Examples
    --------
    >>> FailureFacts.of(KeyError("depth"))
    FailureFacts(code='internal_error', detail="KeyError: 'depth'", error_count=0)
    """

    code: str
    detail: str
    error_count: int

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """The facts about an exception of any kind."""
        if isinstance(error, DocumentInvalidError):
            return cls(error.code, error.detail, error.total)
        if isinstance(error, FlowTimeError):
            return cls(error.code, error.detail, len(error.errors))
        if not isinstance(error, Exception):
            return cls(ShuttingDownError.code, "The process was interrupted.", 0)
        return cls("internal_error", f"{type(error).__name__}: {error}", 0)
