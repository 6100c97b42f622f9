"""Where captures lie."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.runs.artifact_documents import TelemetryManifestDocument
from flowtime_domain.runs.capture_key import CaptureKey


@final
@dataclass(frozen=True, slots=True)
class CaptureBundle:
    """A capture that is to be published.

    Attributes
    ----------
    key
        Names its directory.
    files
        Path -> bytes of every file that the manifest lists; each path is a single name.
    manifest
        Written last.
    """

    key: CaptureKey
    files: Mapping[str, bytes]
    manifest: TelemetryManifestDocument


@final
@dataclass(frozen=True, slots=True, eq=False)
class StoredCapture:
    """A capture that has been verified (telemetry §2.6).

    Attributes
    ----------
    manifest
        As read; one of schema version 1 in the form of version 2.
    manifest_name
        Name of its file.
    manifest_bytes
        As stored.
    files
        Path -> bytes of every file that the manifest lists, in its order.
    values
        Path -> what the file holds: shape (bins,), unit of its series, NaN where missing.
    """

    manifest: TelemetryManifestDocument
    manifest_name: str
    manifest_bytes: bytes
    files: Mapping[str, bytes]
    values: Mapping[str, npt.NDArray[np.float64]]


class CaptureStore(Protocol):
    """Keeps captures (telemetry §2)."""

    def destination(self, key: CaptureKey, *, overwrite: bool) -> str:
        """The directory that a bundle of this key would be published in, as `publish` tells it.

        Raises
        ------
        CaptureExistsError
            The key is taken and `overwrite` is false.
        StoreUnavailableError
            It cannot be told.
        """

    def publish(self, bundle: CaptureBundle, *, overwrite: bool) -> str:
        """Make a capture visible at once, or, overwriting, exchange it for what bears its key.

        What is published is complete and on the disk (telemetry §2.5).

        Returns
        -------
        str
            Its directory, relative to the data root; if it lies elsewhere, its last part (telemetry §6.11).

        Raises
        ------
        CaptureExistsError
            The key is taken and `overwrite` is false; nothing has changed.
        StoreUnavailableError, StorageFullError
            Nothing is left behind.
        """

    def open_key(self, key: CaptureKey) -> StoredCapture:
        """The capture of a key, verified.

        Raises
        ------
        CaptureNotFoundError
            There is none.
        CaptureArtifactMissingError, CaptureInvalidError
            It does not verify (telemetry §2.6).
        PathNotAllowedError
            A symbolic link leads out of the roots.
        """

    def open_directory(self, directory: str) -> StoredCapture:
        """The capture in a directory that a caller names, verified.

        Raises
        ------
        PathNotAllowedError
            It lies in no root; nothing below it was opened (telemetry §2.3).
        CaptureArtifactMissingError, CaptureInvalidError
            There is none, or it does not verify (telemetry §2.6).
        """

    def sweep(self) -> tuple[str, ...]:
        """Remove what killed writers left behind; the names that were removed (runs §7.6)."""
