"""Captures that lie in no file system."""

from pathlib import PurePosixPath

from examples.captures import FilesInMemory
from flowtime_domain.errors import (
    CaptureExistsError,
    CaptureNotFoundError,
    PathNotAllowedError,
    capture_error,
)
from flowtime_domain.ports.capture_store import CaptureBundle, StoredCapture
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.telemetry.capture_verification import absent, verified_capture


class InMemoryCaptureStore:
    """Keeps the files of captures in `captures`, by name of the directory and path."""

    def __init__(self) -> None:
        self.captures: dict[str, dict[str, bytes]] = {}
        self.swept: tuple[str, ...] = ()

    def destination(self, key: CaptureKey, *, overwrite: bool) -> str:
        if str(key) in self.captures and not overwrite:
            raise CaptureExistsError(str(key))
        return f"telemetry/{key}"

    def publish(self, bundle: CaptureBundle, *, overwrite: bool) -> str:
        directory = self.destination(bundle.key, overwrite=overwrite)
        self.captures[str(bundle.key)] = {**bundle.files, "manifest.json": bundle.manifest.to_json()}
        return directory

    def open_key(self, key: CaptureKey) -> StoredCapture:
        if str(key) not in self.captures:
            raise CaptureNotFoundError(str(key))
        return self.open_directory(str(key))

    def open_directory(self, directory: str) -> StoredCapture:
        path = PurePosixPath(directory)
        if path.is_absolute() or ".." in path.parts:
            raise PathNotAllowedError(directory, "it lies outside")
        if str(path) not in self.captures:
            raise capture_error([absent(directory, "There is no such directory.")])
        return verified_capture(FilesInMemory(self.captures[str(path)]))

    def sweep(self) -> tuple[str, ...]:
        swept, self.swept = self.swept, ()
        return swept
