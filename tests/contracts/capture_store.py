"""What every store of captures keeps to."""

from abc import ABC, abstractmethod
from typing import Any

import pytest

from examples.captures import FILE, KEY, MANIFEST, visits
from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    CaptureExistsError,
    CaptureInvalidError,
    CaptureNotFoundError,
    PathNotAllowedError,
)
from flowtime_domain.telemetry.gaps import GapTreatment


class CaptureStoreContract(ABC):
    @pytest.fixture
    @abstractmethod
    def store(self, tmp_path: Any) -> Any: ...

    @abstractmethod
    def spoil(self, store: Any, path: str, content: bytes | None) -> None:
        """Change a file of the capture `KEY`, or remove it."""

    def test_what_is_published_is_opened(self, store: Any) -> None:
        """A published capture is found by key and by directory, as it was written (telemetry §2.5)."""
        bundle = visits().bundle
        assert store.publish(bundle, overwrite=False) == f"telemetry/{KEY}"
        for capture in (store.open_key(KEY), store.open_directory(str(KEY))):
            assert capture.manifest.members() == MANIFEST
            assert capture.manifest_bytes == bundle.manifest.to_json()
            assert capture.files == bundle.files

    def test_a_key_is_taken_once(self, store: Any) -> None:
        """A taken key is refused unless overwriting is asked for, and then exchanged (telemetry §2.5)."""
        other = visits(treatment=GapTreatment("fill_zero")).bundle
        assert store.destination(KEY, overwrite=False) == f"telemetry/{KEY}"
        store.publish(visits().bundle, overwrite=False)
        for attempt in (store.destination, lambda _, overwrite: store.publish(other, overwrite=overwrite)):
            with pytest.raises(CaptureExistsError):
                attempt(KEY, overwrite=False)
        assert store.open_key(KEY).files == visits().bundle.files
        assert store.destination(KEY, overwrite=True) == f"telemetry/{KEY}"
        store.publish(other, overwrite=True)
        assert store.open_key(KEY).files == other.files

    def test_overwriting_what_is_not_there_publishes(self, store: Any) -> None:
        """Overwriting is no demand that something stands there (telemetry §2.5)."""
        store.publish(visits().bundle, overwrite=True)
        assert store.open_key(KEY).files.keys() == {FILE}

    def test_a_key_without_capture(self, store: Any) -> None:
        """A key that leads nowhere is not found, a directory that leads nowhere is missing (api §11.4)."""
        with pytest.raises(CaptureNotFoundError):
            store.open_key(KEY)
        with pytest.raises(CaptureArtifactMissingError):
            store.open_directory(str(KEY))

    @pytest.mark.parametrize("directory", ["/etc", "..", "../elsewhere", f"{KEY}/../../x"])
    def test_directories_outside_are_refused(self, store: Any, directory: str) -> None:
        """A directory in no root is refused, whether it exists or not (telemetry §2.3)."""
        store.publish(visits().bundle, overwrite=False)
        with pytest.raises(PathNotAllowedError):
            store.open_directory(directory)

    @pytest.mark.parametrize(
        ("path", "content", "error", "code"),
        [
            (FILE, None, CaptureArtifactMissingError, "capture_artifact_missing"),
            ("manifest.json", None, CaptureArtifactMissingError, "capture_artifact_missing"),
            ("manifest.json", b"{", CaptureInvalidError, "manifest_invalid"),
            (FILE, b"bin_index,value\n", CaptureInvalidError, "hash_mismatch"),
        ],
    )
    def test_a_spoilt_capture_does_not_open(
        self, store: Any, path: str, content: bytes | None, error: type[Exception], code: str
    ) -> None:
        """A capture that does not verify is refused by key and by directory (telemetry §2.6)."""
        store.publish(visits().bundle, overwrite=False)
        self.spoil(store, path, content)
        for attempt in (lambda: store.open_key(KEY), lambda: store.open_directory(str(KEY))):
            with pytest.raises(error) as caught:
                attempt()
            assert caught.value.errors[0].code == code

    def test_nothing_is_left_to_sweep(self, store: Any) -> None:
        """What was published left nothing behind (runs §7.6)."""
        store.publish(visits().bundle, overwrite=False)
        store.publish(visits().bundle, overwrite=True)
        assert store.sweep() == ()
