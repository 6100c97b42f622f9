"""Reading, removing and sweeping directories that others may use at the same time (runs §7.6, §8.1).

Rule 1: who reads a directory holds its shared lock, who writes or removes it the exclusive one.
Rule 2: what is already gone is ignored: somebody else has removed it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from flowtime_adapters.durable_files.file_system import (
    FileSystem,
    close_quietly,
    is_directory,
    same_entry,
)

TEMPORARY_PREFIX: Final = ".tmp-"


@contextmanager
def opened(files: FileSystem, path: Path) -> Iterator[int]:
    """A directory by its path, open."""
    handle = files.open_root(path)
    try:
        yield handle
    finally:
        close_quietly(files, handle)


@contextmanager
def opened_below(files: FileSystem, name: str, parent: int) -> Iterator[int]:
    """A directory in an open directory, open."""
    handle = files.open_directory(name, parent)
    try:
        yield handle
    finally:
        close_quietly(files, handle)


@contextmanager
def opened_file(files: FileSystem, path: str, directory: int) -> Iterator[int]:
    """A file somewhere below an open directory, open for reading; no part of its path may be a link."""
    *folders, name = path.split("/")
    with ExitStack() as opened_folders:
        parent = directory
        for folder in folders:
            parent = opened_folders.enter_context(opened_below(files, folder, parent))
        handle = files.open_file(name, parent)
        try:
            yield handle
        finally:
            close_quietly(files, handle)


@contextmanager
def locked_directory(
    files: FileSystem, root: int, name: str, *, shared: bool, wait: bool
) -> Iterator[int | None]:
    """A directory in `root`, open and locked; None if somebody else holds its lock and `wait` is false.

    Between opening and locking another process may put something else under the name; then the directory
    of that name is opened afresh.

    Raises
    ------
    OSError
        There is no such directory (FileNotFoundError, NotADirectoryError, or ELOOP for a symbolic link).
    """
    while True:
        handle = files.open_directory(name, root)
        try:
            if not files.lock(handle, shared=shared, wait=wait):
                yield None
                return
            if leads_to(files, root, name, handle):
                yield handle
                return
        finally:
            close_quietly(files, handle)


def leads_to(files: FileSystem, root: int, name: str, handle: int) -> bool:
    """Whether a name still leads to what was opened."""
    try:
        return same_entry(files.status(name, root), files.status_of(handle))
    except FileNotFoundError:
        return False


def remove_unused(files: FileSystem, root: int, name: str) -> bool:
    """Remove what bears a name, unless a reader or writer uses it; False if it was left alone or is gone."""
    try:
        if not is_directory(files.status(name, root)):
            files.remove_file(name, root)
            return True
        with locked_directory(files, root, name, shared=False, wait=False) as handle:
            if handle is None:
                return False
            _empty(files, handle)
            files.remove_directory(name, root)
    except FileNotFoundError:
        return False
    return True


def _empty(files: FileSystem, directory: int) -> None:
    for name in files.names(directory):
        with suppress(FileNotFoundError):
            if not is_directory(files.status(name, directory)):
                files.remove_file(name, directory)
                continue
            with opened_below(files, name, directory) as handle:
                _empty(files, handle)
            files.remove_directory(name, directory)


def sweep(files: FileSystem, path: Path) -> tuple[str, ...]:
    """Remove what killed writers left in a root; the names that were removed.

    Living writers hold the lock of their directory and are left alone (runs §7.6); what cannot be removed
    now is left to the next sweep.
    """
    try:
        with opened(files, path) as root:
            return sweep_open(files, root, TEMPORARY_PREFIX)
    except OSError:
        return ()


def sweep_open(files: FileSystem, root: int, prefix: str) -> tuple[str, ...]:
    """Remove what killed writers and slow readers left in an open root under names of a prefix."""
    left = [name for name in files.names(root) if name.startswith(prefix)]
    return tuple(name for name in left if _swept(files, root, name))


def _swept(files: FileSystem, root: int, name: str) -> bool:
    """Whether a name was removed; one that cannot be removed does not keep the others."""
    try:
        return remove_unused(files, root, name)
    except OSError:
        return False
