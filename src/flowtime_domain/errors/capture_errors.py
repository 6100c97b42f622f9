"""Errors of finding, verifying and publishing captures."""

from collections.abc import Sequence
from typing import final

from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.errors.document_errors import DocumentInvalidError
from flowtime_domain.errors.flow_time_error import FlowTimeError


class CaptureError(FlowTimeError):
    """A capture cannot be used or written."""


@final
class PathNotAllowedError(CaptureError):
    """A path leads out of the configured roots or has a forbidden form (telemetry §2.3, §2.4)."""

    code = "path_not_allowed"

    def __init__(self, path: str, rule: str) -> None:
        super().__init__(f"The path {_shown(path)} is not allowed: {rule}.")


@final
class CaptureKeyInvalidError(CaptureError):
    """A text is not a well-formed capture key (telemetry §2.1)."""

    code = "capture_key_invalid"

    def __init__(self, key: str) -> None:
        super().__init__(
            f"{_shown(key)} is not a capture key: 1 to 128 letters, digits, '.', '_' or '-', starting with a "
            "letter or digit, without '..'."
        )


@final
class CaptureNotFoundError(CaptureError):
    """No capture has this key."""

    code = "capture_not_found"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no capture '{key}'.")


@final
class CaptureExistsError(CaptureError):
    """The key is taken and overwriting was not asked for."""

    code = "capture_exists"

    def __init__(self, key: str) -> None:
        super().__init__(f"Capture '{key}' exists; choose another key or ask for overwriting.")


@final
class CaptureArtifactMissingError(DocumentInvalidError):
    """The directory, the manifest, a listed file or a source file is absent (telemetry §2.6)."""

    code = "capture_artifact_missing"
    subject = "The capture"


@final
class CaptureInvalidError(DocumentInvalidError):
    """A capture does not verify, does not fit a model, or would be empty (telemetry §11)."""

    code = "capture_invalid"
    subject = "The capture"


@final
class ImportFailedError(DocumentInvalidError):
    """A source cannot be imported (telemetry §6.5, §11); `errors` has the first bad rows."""

    code = "import_failed"

    def __init__(self, errors: Sequence[DocumentError], total: int | None = None) -> None:
        subject = f"The import of {_shown(errors[0].file or 'the source')}"
        super().__init__(errors, subject)
        if total is not None and total > len(errors):
            self.args = (f"{subject} has {total} errors; first: {errors[0].message}",)
            self.total = total


def capture_error(
    findings: Sequence[DocumentError],
) -> CaptureArtifactMissingError | CaptureInvalidError:
    """The problem that the findings about one capture amount to (telemetry §2.6)."""
    if any(finding.code == CaptureArtifactMissingError.code for finding in findings):
        return CaptureArtifactMissingError(findings)
    return CaptureInvalidError(findings)


def _shown(text: str) -> str:
    return repr(text if len(text) <= 64 else text[:64] + "...")
