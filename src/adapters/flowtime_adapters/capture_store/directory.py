"""Captures as directories below roots (telemetry §2).

Rule 1: only `CaptureKey` values become names, so no request writes outside the first root.
Rule 2: a capture is verified each time it is opened (telemetry §2.6).
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import final

from flowtime_adapters.capture_store.capture_directory import CaptureDirectory, opened_in_roots
from flowtime_adapters.durable_files.directories import opened, sweep
from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.durable_files.file_system import FileSystem, PosixFileSystem
from flowtime_adapters.durable_files.staged_directory import StagedDirectory
from flowtime_domain.errors import CaptureExistsError, CaptureNotFoundError, capture_error
from flowtime_domain.ports.capture_store import CaptureBundle, StoredCapture
from flowtime_domain.ports.run_observer import RunObserver, TemporarySwept
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.telemetry.capture_manifest import MANIFEST
from flowtime_domain.telemetry.capture_verification import absent, verified_capture


@final
class DirectoryCaptureStore:
    """Keeps each capture in a directory of its own.

    Parameters
    ----------
    data_root
        What published directories are told relative to.
    roots
        Directories in which captures may lie, at least one; new ones are published in the first, which is
        created then.
    trusts_callers
        Whether a directory that a caller names counts as a root itself, and a relative one is looked for in
        the working directory first: so on the command line (telemetry §2.3).
    files
        The calls to the operating system.
    observer
        Is told of what a sweep removes.
    """

    def __init__(
        self,
        data_root: Path,
        roots: Sequence[Path],
        *,
        trusts_callers: bool = False,
        files: FileSystem | None = None,
        observer: RunObserver | None = None,
    ) -> None:
        self._data_root = Path(os.path.abspath(data_root))
        self._roots = tuple(Path(os.path.abspath(root)) for root in roots)
        self._trusts_callers = trusts_callers
        self._files: FileSystem = PosixFileSystem() if files is None else files
        self._observer = observer

    def destination(self, key: CaptureKey, *, overwrite: bool) -> str:
        """Where a bundle of this key would be published."""
        with translated_failures():
            if not overwrite and self._is_taken(key):
                raise CaptureExistsError(str(key))
        return self._told(key)

    def _is_taken(self, key: CaptureKey) -> bool:
        try:
            with opened(self._files, self._roots[0]) as root:
                self._files.status(str(key), root)
        except FileNotFoundError:
            return False
        return True

    def _told(self, key: CaptureKey) -> str:
        directory = self._roots[0] / str(key)
        if directory.is_relative_to(self._data_root):
            return directory.relative_to(self._data_root).as_posix()
        return directory.name

    def publish(self, bundle: CaptureBundle, *, overwrite: bool) -> str:
        """Write a capture out of sight, the manifest last, and make it visible at once."""
        with translated_failures():
            directory = StagedDirectory(self._files, self._roots[0], str(bundle.key))
            try:
                for path, content in bundle.files.items():
                    directory.write(path, content)
                directory.write(MANIFEST, bundle.manifest.to_json())
                directory.seal()
                while not directory.publish(replace=overwrite):
                    if not overwrite:
                        raise CaptureExistsError(str(bundle.key))
            finally:
                directory.discard()
        return self._told(bundle.key)

    def open_key(self, key: CaptureKey) -> StoredCapture:
        """The capture of a key in the first root, verified."""
        root = self._roots[0]
        capture = self._opened(self._roots, root / str(key), str(key))
        if capture is None:
            raise CaptureNotFoundError(str(key))
        return capture

    def open_directory(self, directory: str) -> StoredCapture:
        """The capture in a directory that a caller names, verified."""
        place = self._roots[0] / directory
        roots = self._roots
        if self._trusts_callers:
            place = Path(os.path.abspath(directory)) if os.path.isdir(directory) else place
            # The directory it lies in counts, so that it can be locked while it is read.
            roots = (Path(os.path.realpath(place)).parent,)
        capture = self._opened(roots, place, directory)
        if capture is None:
            raise capture_error([absent(directory, f"There is no directory '{directory[:128]}'.")])
        return capture

    def _opened(self, roots: Sequence[Path], place: Path, shown: str) -> StoredCapture | None:
        with translated_failures(), opened_in_roots(self._files, roots, place, shown) as handle:
            return None if handle is None else verified_capture(CaptureDirectory(self._files, handle))

    def sweep(self) -> tuple[str, ...]:
        """Remove what killed writers left in the first root."""
        removed = sweep(self._files, self._roots[0])
        if self._observer is not None:
            for name in removed:
                self._observer.observe(TemporarySwept(f"{self._roots[0].name}/{name}"))
        return removed
