"""Making a finished directory visible under its name (runs §7.1 step 5, §7.3).

Rule 1: a name is never taken from what bears it, except by an exchange.
Rule 2: where the system cannot do so at once, the lock file of the root is held around check and rename.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from flowtime_adapters.durable_files.directories import TEMPORARY_PREFIX
from flowtime_adapters.durable_files.file_system import FileSystem, close_quietly
from flowtime_adapters.durable_files.flagged_rename import (
    EXCHANGE,
    NO_REPLACE,
    UNSUPPORTED,
    is_available,
)

LOCK_FILE: Final = ".lock"


def publication_method() -> str:
    """How directories are made visible on this platform: ``renameat2`` or ``lock``."""
    return "renameat2" if is_available() else "lock"


def rename_new(files: FileSystem, root: int, name: str, new_name: str) -> bool:
    """Rename an entry of `root`; False if the new name is taken, and nothing has changed.

    Raises
    ------
    OSError
        Nothing has changed.
    """
    try:
        files.rename_flagged(name, new_name, root, NO_REPLACE)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        with root_lock(files, root):
            if _exists(files, root, new_name):
                return False
            files.rename(name, new_name, root)
    return True


def withdraw(files: FileSystem, root: int, name: str) -> str:
    """Give an entry of `root` a temporary name, durably; the name (runs §8.1).

    Raises
    ------
    FileNotFoundError
        There is no such entry.
    OSError
        Nothing has changed.
    """
    withdrawn = f"{TEMPORARY_PREFIX}delete-{name}-{secrets.token_hex(4)}"
    files.rename(name, withdrawn, root)
    try:
        files.synchronise(root)
    except BaseException:
        rename_new(files, root, withdrawn, name)
        raise
    return withdrawn


def exchange(files: FileSystem, root: int, name: str, other: str) -> None:
    """Exchange two names in `root`.

    Raises
    ------
    FileNotFoundError
        One of the names is missing; nothing has changed.
    OSError
        Nothing has changed.
    """
    try:
        files.rename_flagged(name, other, root, EXCHANGE)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        with root_lock(files, root):
            _exchange_by_steps(files, root, name, other)


def _exchange_by_steps(files: FileSystem, root: int, name: str, other: str) -> None:
    aside = f"{name}-aside"
    try:
        files.rename(other, aside, root)
        files.rename(name, other, root)
    except BaseException:
        if not _exists(files, root, other):
            files.rename(aside, other, root)
        raise
    # The exchange is done; should this fail, the next sweep removes what was replaced.
    with suppress(OSError):
        files.rename(aside, name, root)


@contextmanager
def root_lock(files: FileSystem, root: int) -> Iterator[None]:
    """Hold the lock file of a root; others wait."""
    handle = files.open_lock_file(LOCK_FILE, root)
    try:
        files.lock(handle, shared=False, wait=True)
        yield
    finally:
        close_quietly(files, handle)


def _exists(files: FileSystem, root: int, name: str) -> bool:
    try:
        files.status(name, root)
    except FileNotFoundError:
        return False
    return True
