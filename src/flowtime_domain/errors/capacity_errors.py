"""Errors of a service that cannot do something now, though the call is right."""

from typing import final

from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.errors.flow_time_error import FlowTimeError


class CapacityError(FlowTimeError):
    """The service cannot do this now; the same call may succeed later."""


@final
class TooManyCreationsError(CapacityError):
    """As many runs as allowed are being created, or their matrices are as large as allowed."""

    code = "too_many_creations"

    def __init__(self, limit: int, setting: str, requested: int) -> None:
        message = f"The server is busy creating runs: the limit is {limit} ({setting}); try again shortly."
        finding = DocumentError(
            code=self.code, message=message, pointer="", limit=limit, requested=requested, setting=setting
        )
        super().__init__(message, [finding])


@final
class RateLimitedError(CapacityError):
    """A client sent more requests per minute than allowed."""

    code = "rate_limited"

    def __init__(self, limit: int, retry_after_seconds: int) -> None:
        super().__init__(f"More than {limit} requests in a minute; try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


@final
class ShuttingDownError(CapacityError):
    """The process is stopping and takes no new work."""

    code = "shutting_down"

    def __init__(self) -> None:
        super().__init__("The server is stopping; nothing was published. Try again in a few seconds.")


@final
class StoreUnavailableError(CapacityError):
    """The data root, or another place that the deployment has named, cannot be read or written."""

    code = "store_unavailable"

    def __init__(self, place: str | None = None) -> None:
        super().__init__(
            "The data root cannot be read or written; nothing was published."
            if place is None
            else f"{place} cannot be read or written."
        )


@final
class StorageFullError(CapacityError):
    """No space is left in the data root."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__("No space is left in the data root; nothing was published.")
