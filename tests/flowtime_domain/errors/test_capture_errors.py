"""Errors about captures."""

from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    CaptureExistsError,
    CaptureInvalidError,
    CaptureKeyInvalidError,
    CaptureNotFoundError,
    DocumentError,
    PathNotAllowedError,
    capture_error,
)


def finding(code: str) -> DocumentError:
    return DocumentError(code=code, message=f"This is {code}.", pointer="", file="a.csv")


def test_one_absent_file_decides() -> None:
    """The problem is a missing artifact if one finding is, whatever stands beside it (telemetry §2.6)."""
    both = [finding("hash_mismatch"), finding("capture_artifact_missing")]
    assert isinstance(capture_error(both), CaptureArtifactMissingError)
    assert isinstance(capture_error(both[:1]), CaptureInvalidError)
    error = capture_error(both)
    assert error.detail == "The capture has 2 errors; first: This is hash_mismatch."
    assert error.errors == tuple(both)


def test_what_the_caller_wrote_is_shown_and_cut() -> None:
    """Keys and paths are quoted, and long ones cut (api §2.1)."""
    assert "'../x' is not a capture key" in CaptureKeyInvalidError("../x").detail
    assert PathNotAllowedError("../x", "it leads out").detail == (
        "The path '../x' is not allowed: it leads out."
    )
    assert "x" * 65 not in PathNotAllowedError("x" * 999, "it is long").detail
    assert "'monday'" in CaptureExistsError("monday").detail
    assert CaptureNotFoundError("monday").detail == "There is no capture 'monday'."
