"""Reading what a capture says of itself."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.ports.capture_store import CaptureStore, StoredCapture
from flowtime_domain.runs.capture_key import CaptureKey


@final
@dataclass(frozen=True, slots=True)
class FetchCapture:
    """Finds a capture by its key, verified (api §11.4)."""

    captures: CaptureStore

    def __call__(self, key: str) -> StoredCapture:
        """The capture.

        Raises
        ------
        CaptureKeyInvalidError
            The text is not a capture key.
        CaptureNotFoundError
            There is no such capture.
        CaptureArtifactMissingError, CaptureInvalidError
            It does not verify.
        """
        return self.captures.open_key(CaptureKey(key))
