"""Whether a capture may be used (telemetry §2.6).

Rule 1: verification reads; it never changes a file, and opens none whose path is not allowed.
Rule 2: all findings of a capture are reported together, each with the file it is about.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from flowtime_domain.errors import DocumentError, capture_error
from flowtime_domain.ports.capture_store import StoredCapture
from flowtime_domain.runs.artifact_documents import CapturedSeries
from flowtime_domain.runs.identity import prefixed_hash
from flowtime_domain.telemetry.capture_file import ReadCaptureFile, read_capture_file
from flowtime_domain.telemetry.capture_manifest import (
    MANIFEST,
    MANIFEST_IN_RUNS,
    ManifestInvalidError,
    read_manifest,
)
from flowtime_domain.telemetry.capture_paths import checked_path

ABSENT: Final = "capture_artifact_missing"


class CaptureFiles(Protocol):
    """What lies in the directory of a capture."""

    def content(self, path: str) -> bytes | None:
        """The bytes of a file, None if there is none.

        Raises
        ------
        PathNotAllowedError
            The path leads through a symbolic link, or to what is no regular file.
        """


def verified_capture(files: CaptureFiles) -> StoredCapture:
    """The capture in a directory.

    Raises
    ------
    PathNotAllowedError
        The manifest or a file that it lists has a forbidden path.
    CaptureArtifactMissingError
        The manifest or a file that it lists is absent.
    CaptureInvalidError
        The manifest or a file that it lists is not what it should be.
    """
    name, manifest_bytes = _manifest_file(files)
    try:
        manifest = read_manifest(manifest_bytes, name)
    except ManifestInvalidError as error:
        raise capture_error(error.findings) from None
    for entry in manifest.files:
        checked_path(entry.path)
    found = {path: files.content(path) for path in dict.fromkeys(entry.path for entry in manifest.files)}
    contents = {path: content for path, content in found.items() if content is not None}
    read = {path: read_capture_file(contents[path], path, manifest.grid.bins) for path in contents}
    findings = [finding for entry in manifest.files for finding in _file_findings(entry, contents, read)]
    if findings:
        # A file that is listed twice is told of once.
        raise capture_error(list(dict.fromkeys(findings)))
    values = {path: each.values for path, each in read.items()}
    return StoredCapture(manifest, name, manifest_bytes, contents, values)


def absent(file: str, message: str) -> DocumentError:
    """The finding that something of a capture is not there."""
    return DocumentError(code=ABSENT, message=message, pointer="", file=file)


def _manifest_file(files: CaptureFiles) -> tuple[str, bytes]:
    for name in (MANIFEST, MANIFEST_IN_RUNS):
        content = files.content(name)
        if content is not None:
            return name, content
    raise capture_error([absent(MANIFEST, "The manifest is missing.")])


def _file_findings(
    entry: CapturedSeries, contents: Mapping[str, bytes], read: Mapping[str, ReadCaptureFile]
) -> Iterator[DocumentError]:
    if entry.path not in contents:
        yield absent(entry.path, f"The file '{entry.path}' is missing.")
        return
    if prefixed_hash(contents[entry.path]) != entry.hash:
        message = f"The content of '{entry.path}' is not that of the manifest."
        yield DocumentError(code="hash_mismatch", message=message, pointer="", file=entry.path)
    yield from read[entry.path].errors
