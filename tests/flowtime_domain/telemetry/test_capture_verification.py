"""Verifying captures."""

import pytest

from examples.captures import FILE, MANIFEST, FilesInMemory, manifest_text, visits
from flowtime_domain.errors import CaptureArtifactMissingError, CaptureInvalidError, PathNotAllowedError
from flowtime_domain.telemetry.capture_verification import verified_capture

CSV = visits().bundle.files[FILE]


def codes_of(error, contents):
    with pytest.raises(error) as caught:
        verified_capture(FilesInMemory(contents))
    return [(finding.code, finding.file) for finding in caught.value.errors]


@pytest.mark.parametrize("name", ["manifest.json", "telemetry-manifest.json"])
def test_an_intact_capture_is_told_whole(name):
    """Either name of the manifest is taken, and nothing but listed files is looked at (telemetry §2.2)."""
    capture = verified_capture(FilesInMemory({name: manifest_text(), FILE: CSV, "notes.txt": b"\0"}))
    assert capture.manifest.members() == MANIFEST
    assert (capture.manifest_name, capture.manifest_bytes) == (name, manifest_text())
    assert capture.files == {FILE: CSV}
    assert str(capture.values[FILE].tolist()) == "[4.0, 6.0, 5.0, nan, 8.0, 9.0]"


def test_the_name_of_captures_goes_before_that_of_runs():
    """Of two manifests `manifest.json` counts (telemetry §2.2)."""
    contents = {"manifest.json": manifest_text(), "telemetry-manifest.json": b"", FILE: CSV}
    assert verified_capture(FilesInMemory(contents)).manifest_bytes == manifest_text()


def test_a_capture_without_manifest_lacks_an_artifact():
    """No manifest is a missing artifact (telemetry §2.6)."""
    expected = [("capture_artifact_missing", "manifest.json")]
    assert codes_of(CaptureArtifactMissingError, {FILE: CSV}) == expected


def test_a_wrong_manifest_makes_a_capture_invalid():
    """A manifest that does not fit its schema is invalid (telemetry §2.6)."""
    expected = [("manifest_invalid", "manifest.json")]
    assert codes_of(CaptureInvalidError, {"manifest.json": b"{", FILE: CSV}) == expected


def test_a_changed_file_is_found():
    """A file with another hash is reported beside what is wrong inside it (telemetry §2.6)."""
    contents = {"manifest.json": manifest_text(), FILE: CSV.replace(b"8", b"x")}
    assert codes_of(CaptureInvalidError, contents) == [("hash_mismatch", FILE), ("row_invalid", FILE)]


def test_all_findings_come_together():
    """What is absent, changed or malformed is reported together; one absent file decides (telemetry §2.6)."""
    entry = MANIFEST["files"][0]
    others = [("Served", "b.csv"), ("Errors", "c")]
    files = [entry, *({**entry, "metric": metric, "path": path} for metric, path in others)]
    contents = {"manifest.json": manifest_text(files=files), FILE: b"", "c": CSV + b"\xff"}
    assert codes_of(CaptureArtifactMissingError, contents) == [
        ("hash_mismatch", FILE),
        ("file_empty", FILE),
        ("capture_artifact_missing", "b.csv"),
        ("hash_mismatch", "c"),
        ("not_text", "c"),
    ]


def test_what_is_wrong_with_a_file_is_told_once():
    """A file that is listed for two metrics has its findings once (telemetry §2.6)."""
    entry = MANIFEST["files"][0]
    manifest = manifest_text(files=[entry, {**entry, "metric": "Served"}])
    contents = {"manifest.json": manifest, FILE: CSV.replace(b"8", b"x")}
    assert codes_of(CaptureInvalidError, contents) == [("hash_mismatch", FILE), ("row_invalid", FILE)]


class RefusingFiles(FilesInMemory):
    """Fails when anything but the manifest is read."""

    def content(self, path: str) -> bytes | None:
        assert path == "manifest.json"
        return super().content(path)


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "a/../b.csv"])
def test_nothing_is_read_if_a_path_is_forbidden(path):
    """A manifest that names a forbidden path is refused before any file is opened (telemetry §2.4)."""
    entry = MANIFEST["files"][0]
    manifest = manifest_text(files=[entry, {**entry, "metric": "Served", "path": path}])
    with pytest.raises(PathNotAllowedError):
        verified_capture(RefusingFiles({"manifest.json": manifest}))
