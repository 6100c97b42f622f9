"""Finding and reading the directory of a capture (telemetry §2.3, §2.4).

Rule 1: what a caller names is resolved first; nothing below it is opened unless it lies in a root.
Rule 2: from the root on, every step is taken below an open directory and follows no symbolic link, so that
what was checked is what is read.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, final

from flowtime_adapters.durable_files.directories import (
    locked_directory,
    opened,
    opened_below,
    opened_file,
)
from flowtime_adapters.durable_files.file_system import FileSystem
from flowtime_domain.errors import PathNotAllowedError

_NOT_THERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP})
_NOT_REGULAR: Final = "it leads through a symbolic link, or to what is no regular file"
_OUTSIDE: Final = "it lies outside the directories in which captures may lie"


@final
class CaptureDirectory:
    """The files below an open directory.

    Parameters
    ----------
    files
        The calls to the operating system.
    handle
        The open directory.
    """

    def __init__(self, files: FileSystem, handle: int) -> None:
        self._files = files
        self._handle = handle

    def content(self, path: str) -> bytes | None:
        """The bytes of a regular file, None if there is none of this path.

        Raises
        ------
        PathNotAllowedError
            The path leads through a symbolic link, or to what is no regular file.
        """
        try:
            if not self._is_regular(path):
                raise PathNotAllowedError(path, _NOT_REGULAR)
            with opened_file(self._files, path, self._handle) as handle:
                return self._files.read(handle)
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise

    def _is_regular(self, path: str) -> bool:
        """Whether every step leads to a directory itself, and the last one to a file itself."""
        parts = path.split("/")
        steps = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        modes = [self._files.status(step, self._handle).st_mode for step in steps]
        return stat.S_ISREG(modes[-1]) and not any(map(stat.S_ISLNK, modes))


@contextmanager
def opened_in_roots(
    files: FileSystem, roots: Sequence[Path], directory: Path, shown: str
) -> Iterator[int | None]:
    """The directory that a path leads to, open and, below a root, locked against removal; None without one.

    Parameters
    ----------
    files
        The calls to the operating system.
    roots
        Directories in which captures may lie.
    directory
        Absolute; resolved here.
    shown
        What the caller wrote, for the error.

    Raises
    ------
    PathNotAllowedError
        It lies in no root.
    """
    root, parts = _below_a_root(roots, directory, shown)
    with ExitStack() as stack:
        try:
            handle = _entered(stack, files, root, parts)
        except OSError as error:
            if error.errno not in _NOT_THERE:
                raise
            handle = None
        yield handle


def _entered(stack: ExitStack, files: FileSystem, root: Path, parts: Sequence[str]) -> int | None:
    handle = stack.enter_context(opened(files, root))
    if not parts:
        return handle
    for part in parts[:-1]:
        handle = stack.enter_context(opened_below(files, part, handle))
    return stack.enter_context(locked_directory(files, handle, parts[-1], shared=True, wait=True))


def _below_a_root(roots: Sequence[Path], directory: Path, shown: str) -> tuple[Path, Sequence[str]]:
    """The root that holds a directory, both resolved, and the steps from the one to the other."""
    if "\0" in shown:
        raise PathNotAllowedError(shown, _OUTSIDE)
    resolved = Path(os.path.realpath(directory))
    for root in roots:
        resolved_root = Path(os.path.realpath(root))
        if resolved.is_relative_to(resolved_root):
            return resolved_root, resolved.relative_to(resolved_root).parts
    raise PathNotAllowedError(shown, _OUTSIDE)
