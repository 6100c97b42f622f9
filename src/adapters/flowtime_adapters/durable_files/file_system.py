"""The calls to the operating system that durable files are made of.

Rule 1: one method is one call that may fail; nothing else in the adapters touches a directory of runs, so
that tests can let every call fail in turn.
Rule 2: names are below an open directory, and all but those of `status` single path segments; a symbolic
link that is named is never followed.
Rule 3: failures are `OSError`; what they mean to a caller is said in `failures`.
"""

import fcntl
import mmap
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Protocol, final

from flowtime_adapters.durable_files.flagged_rename import flagged_rename

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LOCK_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class FileSystem(Protocol):
    """What is asked of the operating system; a handle is an open file or directory."""

    def make_root(self, path: Path) -> None:
        """Create a directory and its parents durably; no error if it exists."""

    def open_root(self, path: Path) -> int:
        """Open a directory by its path."""

    def open_directory(self, name: str, parent: int) -> int:
        """Open a directory in a directory."""

    def open_file(self, name: str, parent: int) -> int:
        """Open a regular file for reading."""

    def open_lock_file(self, name: str, parent: int) -> int:
        """Open a file that exists to be locked; it is created if absent."""

    def make_directory(self, name: str, parent: int) -> None:
        """Create a directory in a directory."""

    def create_file(self, name: str, parent: int) -> int:
        """Create a file that does not exist yet and open it for writing."""

    def write(self, handle: int, content: bytes | memoryview) -> None:
        """Write all bytes."""

    def read(self, handle: int) -> bytes:
        """Read from the beginning of a file to its end."""

    def map(self, handle: int, *, scattered: bool = False) -> memoryview:
        """The bytes of a file that is not empty, mapped into memory, read-only.

        Of what is read `scattered`, no more is fetched from the disk than is asked for.
        """

    def synchronise(self, handle: int) -> None:
        """Wait until a file or directory is on the disk."""

    def close(self, handle: int) -> None:
        """Close a handle; its lock is gone with it."""

    def lock(self, handle: int, *, shared: bool, wait: bool) -> bool:
        """Take the advisory lock on a file or directory; False if it is taken and `wait` is false."""

    def status(self, name: str, parent: int | None) -> os.stat_result:
        """Kind, identity, size and times of an entry of a directory."""

    def status_of(self, handle: int) -> os.stat_result:
        """Kind, identity, size and times of what a handle leads to."""

    def names(self, handle: int) -> list[str]:
        """The names in a directory, sorted."""

    def inodes(self, handle: int) -> dict[str, int]:
        """The names in a directory, each with the inode of the entry."""

    def rename(self, name: str, new_name: str, parent: int) -> None:
        """Rename an entry of a directory; an empty directory or a file of the new name is lost."""

    def rename_flagged(self, name: str, new_name: str, parent: int, flags: int) -> None:
        """Rename without replacing, or exchange two names, at once."""

    def remove_file(self, name: str, parent: int) -> None:
        """Remove an entry that is not a directory."""

    def remove_directory(self, name: str, parent: int) -> None:
        """Remove an empty directory."""


@final
class PosixFileSystem:
    """The calls of a POSIX system."""

    def make_root(self, path: Path) -> None:
        """Create a directory and its missing parents; each new name is on the disk afterwards."""
        missing = [folder for folder in (path, *path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            parent = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(parent)
            finally:
                os.close(parent)

    def open_root(self, path: Path) -> int:
        """Open a directory by its path; the path itself may be a symbolic link."""
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def open_directory(self, name: str, parent: int) -> int:
        """Open a directory in a directory."""
        return os.open(name, _DIRECTORY, dir_fd=parent)

    def open_file(self, name: str, parent: int) -> int:
        """Open a file for reading; opening a pipe does not wait."""
        return os.open(name, _FILE, dir_fd=parent)

    def open_lock_file(self, name: str, parent: int) -> int:
        """Open a file that exists to be locked."""
        return os.open(name, _LOCK_FILE, 0o666, dir_fd=parent)

    def make_directory(self, name: str, parent: int) -> None:
        """Create a directory in a directory."""
        os.mkdir(name, dir_fd=parent)

    def create_file(self, name: str, parent: int) -> int:
        """Create a file that does not exist yet and open it for writing."""
        return os.open(name, _NEW_FILE, 0o666, dir_fd=parent)

    def write(self, handle: int, content: bytes | memoryview) -> None:
        """Write all bytes, however many the system takes at a time."""
        rest = memoryview(content).cast("B")
        while rest:
            rest = rest[os.write(handle, rest) :]

    def read(self, handle: int) -> bytes:
        """Read from the beginning of a file to its end."""
        with open(handle, "rb", closefd=False) as file:
            return file.read()

    def map(self, handle: int, *, scattered: bool = False) -> memoryview:
        """The bytes of a file, mapped into memory; the mapping outlives the handle."""
        mapped = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
        if scattered:
            mapped.madvise(mmap.MADV_RANDOM)
        return memoryview(mapped)

    def synchronise(self, handle: int) -> None:
        """Wait until a file or directory is on the disk."""
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Close a handle."""
        os.close(handle)

    def lock(self, handle: int, *, shared: bool, wait: bool) -> bool:
        """Take the advisory lock; it belongs to this handle and ends with the process at the latest."""
        operation = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, operation if wait else operation | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def status(self, name: str, parent: int | None) -> os.stat_result:
        """Kind, identity, size and times of an entry, of a symbolic link itself; without parent of a path."""
        return os.stat(name, dir_fd=parent, follow_symlinks=False)

    def status_of(self, handle: int) -> os.stat_result:
        """Kind, identity, size and times of what a handle leads to."""
        return os.fstat(handle)

    def names(self, handle: int) -> list[str]:
        """The names in a directory, sorted."""
        return sorted(os.listdir(handle))

    def inodes(self, handle: int) -> dict[str, int]:
        """The names in a directory, each with the inode of the entry; none is looked at one by one."""
        with os.scandir(handle) as entries:
            return {entry.name: entry.inode() for entry in entries}

    def rename(self, name: str, new_name: str, parent: int) -> None:
        """Rename an entry of a directory."""
        os.rename(name, new_name, src_dir_fd=parent, dst_dir_fd=parent)

    def rename_flagged(self, name: str, new_name: str, parent: int, flags: int) -> None:
        """Rename without replacing, or exchange two names, at once."""
        flagged_rename(name, new_name, parent, flags)

    def remove_file(self, name: str, parent: int) -> None:
        """Remove an entry that is not a directory."""
        os.unlink(name, dir_fd=parent)

    def remove_directory(self, name: str, parent: int) -> None:
        """Remove an empty directory."""
        os.rmdir(name, dir_fd=parent)


def same_entry(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether two statuses are of one file or directory."""
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def is_directory(status: os.stat_result) -> bool:
    """Whether a status is that of a directory."""
    return stat.S_ISDIR(status.st_mode)


def close_quietly(files: FileSystem, handle: int) -> None:
    """Close a handle whose content is safe already: a failure means nothing any more."""
    with suppress(OSError):
        files.close(handle)
