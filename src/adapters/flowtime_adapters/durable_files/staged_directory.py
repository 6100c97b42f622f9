"""A directory that is written out of sight and then published at once (runs §7.1 steps 1-7).

Rule 1: until it is published nobody sees it but a sweep, and the sweep leaves it alone while it is locked.
Rule 2: whatever fails, the caller ends with `discard`; after it nothing is left of the directory.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import final

from flowtime_adapters.durable_files.directories import (
    TEMPORARY_PREFIX,
    leads_to,
    remove_unused,
    sweep_open,
)
from flowtime_adapters.durable_files.file_system import FileSystem, close_quietly
from flowtime_adapters.durable_files.publishing import exchange, rename_new


@final
class StagedDirectory:
    """A locked temporary directory that is to become `root`/`name`.

    Raises
    ------
    OSError
        It cannot be created; nothing is left behind.
    """

    def __init__(self, files: FileSystem, root: Path, name: str) -> None:
        self._files = files
        self._name = name
        self._staged = ""
        self._handles: dict[str, int] = {}
        self._replaced = False
        self._discarded = False
        files.make_root(root)
        self._root = files.open_root(root)
        try:
            self._create()
        except BaseException:
            self.discard()
            raise

    def _create(self) -> None:
        while not self._created_and_locked():
            # A sweep has taken what was just created; it removes it.
            self._close_handles()

    def _created_and_locked(self) -> bool:
        self._staged = f"{TEMPORARY_PREFIX}{self._name}-{secrets.token_hex(4)}"
        self._files.make_directory(self._staged, self._root)
        try:
            handle = self._files.open_directory(self._staged, self._root)
        except FileNotFoundError:
            return False
        self._handles["."] = handle
        locked = self._files.lock(handle, shared=False, wait=False)
        return locked and leads_to(self._files, self._root, self._staged, handle)

    def write(self, path: str, *chunks: bytes | memoryview) -> None:
        """Create a file, with the directories it lies in, and bring it to the disk."""
        location = PurePosixPath(path)
        handle = self._files.create_file(location.name, self._directory(location.parent))
        try:
            for chunk in chunks:
                self._files.write(handle, chunk)
            self._files.synchronise(handle)
        finally:
            close_quietly(self._files, handle)

    def _directory(self, location: PurePosixPath) -> int:
        key = str(location)
        if key not in self._handles:
            parent = self._directory(location.parent)
            self._files.make_directory(location.name, parent)
            self._handles[key] = self._files.open_directory(location.name, parent)
        return self._handles[key]

    def status(self, path: str) -> os.stat_result:
        """Kind, identity, size and times of a file that was written; publishing changes none of them.

        The path ``.`` is that of the directory itself.
        """
        location = PurePosixPath(path)
        return self._files.status(location.name or path, self._directory(location.parent))

    def seal(self) -> None:
        """Bring every directory to the disk, inner ones before outer ones."""
        for key in sorted(self._handles, key=lambda key: (-len(PurePosixPath(key).parts), key)):
            self._files.synchronise(self._handles[key])

    def publish(self, *, replace: bool) -> bool:
        """Give the directory its name; `replace` exchanges it for what bears the name now.

        Returns
        -------
        bool
            False if the name is taken and `replace` is false, or if somebody took it just when there was
            nothing left to replace; then nothing has changed.

        Raises
        ------
        OSError
            Nothing has changed.
        """
        if not (self._exchanged() if replace else self._renamed()):
            return False
        self._close_handles()
        return True

    def _renamed(self) -> bool:
        if not rename_new(self._files, self._root, self._staged, self._name):
            return False
        try:
            self._files.synchronise(self._root)
        except BaseException:
            rename_new(self._files, self._root, self._name, self._staged)
            raise
        return True

    def _exchanged(self) -> bool:
        try:
            exchange(self._files, self._root, self._staged, self._name)
        except FileNotFoundError:
            # What was to be replaced is gone; if somebody else takes the name meanwhile, they were first.
            return self._renamed()
        try:
            self._files.synchronise(self._root)
        except BaseException:
            exchange(self._files, self._root, self._staged, self._name)
            raise
        self._replaced = True
        return True

    def discard(self) -> None:
        """Remove what bears the temporary name: the staged directory, or what was exchanged for it.

        What a reader still uses, or what cannot be removed now, is left to the next sweep, or to whoever
        replaces the directory of this name next.
        """
        if self._discarded:
            return
        self._discarded = True
        self._close_handles()
        with suppress(OSError):
            remove_unused(self._files, self._root, self._staged)
            if self._replaced:
                sweep_open(self._files, self._root, f"{TEMPORARY_PREFIX}{self._name}-")
        close_quietly(self._files, self._root)

    def _close_handles(self) -> None:
        while self._handles:
            close_quietly(self._files, self._handles.popitem()[1])
