"""What a caller is told when something cannot be done (api §2, §13).

Rule 1: one table says which status each error has; a test walks the error tree against it.
Rule 2: what is not in the tree is a bug; its answer says nothing about the inside (api §2.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, final

from flowtime_domain import errors
from flowtime_domain.errors import DocumentError, FlowTimeError

STATUSES: Final[Mapping[type[FlowTimeError], int]] = {
    errors.BodyMalformedError: 400,
    errors.RequestInvalidError: 400,
    errors.QueryInvalidError: 400,
    errors.ModeUnknownError: 400,
    errors.RunIdInvalidError: 400,
    errors.FeatureUnavailableError: 400,
    errors.TemplateInvalidError: 400,
    errors.ParametersInvalidError: 400,
    errors.ModelInvalidError: 400,
    errors.NonFiniteSeriesError: 400,
    errors.WipLimitInvalidError: 400,
    errors.PathNotAllowedError: 400,
    errors.CaptureKeyInvalidError: 400,
    errors.BinOutOfRangeError: 400,
    errors.UnknownNodeError: 400,
    errors.UnknownMetricError: 400,
    errors.RouteNotFoundError: 404,
    errors.TemplateNotFoundError: 404,
    errors.RunNotFoundError: 404,
    errors.SeriesNotFoundError: 404,
    errors.CaptureNotFoundError: 404,
    errors.MethodNotAllowedError: 405,
    errors.RequestTimeoutError: 408,
    errors.RunExistsError: 409,
    errors.RunCorruptError: 409,
    errors.ProvenanceMismatchError: 409,
    errors.GridsDifferError: 409,
    errors.CaptureExistsError: 409,
    errors.TopologyMissingError: 412,
    errors.BodyTooLargeError: 413,
    errors.WindowTooLargeError: 413,
    errors.MediaTypeUnsupportedError: 415,
    errors.ModeValidationFailedError: 422,
    errors.MissingNodeDataError: 422,
    errors.CaptureArtifactMissingError: 422,
    errors.CaptureInvalidError: 422,
    errors.ImportFailedError: 422,
    errors.TooManyCreationsError: 429,
    errors.RateLimitedError: 429,
    errors.ShuttingDownError: 503,
    errors.StoreUnavailableError: 503,
    errors.StorageFullError: 507,
}
COMMAND_LINE_ONLY: Final = (errors.UsageError, errors.SettingInvalidError)
INTERNAL_CODE: Final = "internal_error"
INTERNAL_DETAIL: Final = "The server failed. Quote the request id."
# Newer versions of Python have taken other words for these.
_PHRASES: Final = {413: "Request Entity Too Large", 422: "Unprocessable Entity"}
_RETRY_AFTER_SECONDS: Final = {
    errors.TooManyCreationsError: 1,
    errors.ShuttingDownError: 5,
    errors.StoreUnavailableError: 5,
}


@final
@dataclass(frozen=True, slots=True)
class Problem:
    """A failure as an answer: HTTP status, body (RFC 9457) and further headers."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def problem(error: BaseException, request_id: str | None) -> Problem:
    """The answer that tells a caller about an error.

    Parameters
    ----------
    error
        An error of FlowTime, or a bug.
    request_id
        Id of the request; None on the command line, which has no requests.
    """
    if not isinstance(error, FlowTimeError):
        return Problem(500, _body(500, INTERNAL_CODE, INTERNAL_DETAIL, (), request_id))
    status = STATUSES.get(type(error), 400)
    return Problem(status, _body(status, error.code, error.detail, error.errors, request_id), _headers(error))


def status_phrase(status: int) -> str:
    """The words for a status, the same under every version of Python.

    Examples
    --------
    >>> status_phrase(404)
    'Not Found'
    """
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def finding(error: DocumentError) -> dict[str, Any]:
    """One entry of `errors`; members without value are left out (api §2.1)."""
    members = {
        "code": error.code,
        "message": error.message,
        "pointer": error.pointer,
        "line": error.place and error.place.line,
        "column": error.place and error.place.column,
        "offset": error.offset,
        "caret": error.caret,
        "file": error.file,
        "limit": error.limit,
        "requested": error.requested,
        "setting": error.setting,
    }
    return {name: value for name, value in members.items() if value is not None}


def _body(
    status: int, code: str, detail: str, findings: tuple[DocumentError, ...], request_id: str | None
) -> dict[str, Any]:
    return {
        "type": f"urn:flowtime:problem:{code}",
        "title": status_phrase(status),
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request_id and f"urn:flowtime:request:{request_id}",
        "errors": [finding(error) for error in findings],
        "error": detail,
    }


def _headers(error: FlowTimeError) -> dict[str, str]:
    if isinstance(error, errors.MethodNotAllowedError):
        return {"Allow": ", ".join(error.allowed)}
    if isinstance(error, errors.RateLimitedError):
        return {"Retry-After": str(error.retry_after_seconds)}
    seconds = _RETRY_AFTER_SECONDS.get(type(error))
    return {} if seconds is None else {"Retry-After": str(seconds)}
