"""Errors of a call itself: a request, a command or a setting that cannot be taken as it is."""

from collections.abc import Iterable, Sequence
from typing import final

from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.errors.flow_time_error import FlowTimeError
from flowtime_domain.errors.nearest_name import did_you_mean


class CallError(FlowTimeError):
    """The call itself is at fault, before any document is looked at."""


@final
class BodyMalformedError(CallError):
    """The request body is absent, not UTF-8 or not strict JSON."""

    code = "body_malformed"

    def __init__(self, reason: str, errors: Sequence[DocumentError] = ()) -> None:
        super().__init__(f"The request body is not valid JSON: {reason}", errors)


@final
class BodyTooLargeError(CallError):
    """The request body is larger than the configured limit."""

    code = "body_too_large"

    def __init__(self, limit: int) -> None:
        message = f"The request body is larger than {limit} bytes; FLOWTIME_MAX_BODY_BYTES sets the limit."
        finding = DocumentError(
            code=self.code, message=message, pointer="", limit=limit, setting="FLOWTIME_MAX_BODY_BYTES"
        )
        super().__init__(message, [finding])


@final
class MediaTypeUnsupportedError(CallError):
    """The request body is not declared as JSON."""

    code = "media_type_unsupported"

    def __init__(self, content_type: str | None) -> None:
        given = "none" if content_type is None else f"'{content_type}'"
        super().__init__(f"The content type must be 'application/json', got {given}.")


@final
class RequestTimeoutError(CallError):
    """The request body did not arrive in time."""

    code = "request_timeout"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The request body did not arrive within {seconds:g} seconds.")


@final
class RouteNotFoundError(CallError):
    """No endpoint has this path."""

    code = "route_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such path; '/schema' lists all of them.")


@final
class MethodNotAllowedError(CallError):
    """The path exists, but not for this method."""

    code = "method_not_allowed"

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{method} is not allowed here; allowed: {', '.join(allowed)}.")
        self.allowed = tuple(allowed)


@final
class FeatureUnavailableError(CallError):
    """Something the product describes but this version does not offer yet."""

    code = "feature_unavailable"

    def __init__(self, feature: str) -> None:
        super().__init__(f"{feature} is not available in this version.")


@final
class UsageError(CallError):
    """A command was called with unknown or unfitting words."""

    code = "usage"


@final
class SettingInvalidError(CallError):
    """Settings do not fit their rules; all wrong ones come together."""

    code = "setting_invalid"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@final
class ModeUnknownError(CallError):
    """No run mode has this name."""

    code = "mode_unknown"

    def __init__(self, mode: str, registered: Iterable[str]) -> None:
        names = sorted(registered)
        listed = ", ".join(f"'{name}'" for name in names)
        hint = did_you_mean(mode, names)
        super().__init__(f"There is no mode '{mode[:64]}'{hint or '.'} Registered modes: {listed}.")


@final
class RunIdInvalidError(CallError):
    """A text is not a well-formed run id (runs §3.7)."""

    code = "run_id_invalid"

    def __init__(self, run_id: str) -> None:
        shown = run_id if len(run_id) <= 64 else run_id[:64] + "..."
        super().__init__(
            f"{shown!r} is not a run id: 1 to 128 letters, digits, '.', '_' or '-', starting with a letter "
            "or digit, without '..', and not 'compare'."
        )
