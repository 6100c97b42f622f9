"""Opening what is imported: a file that a caller names, or one that was sent along.

Rule 1: a confined path is relative to a root, and no part of it may be a symbolic link (telemetry §2.4);
nothing outside the roots is ever opened.
Rule 2: only regular files are read.
"""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from flowtime_adapters.durable_files.directories import opened, opened_file
from flowtime_adapters.durable_files.failures import translated_failures
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_domain.errors import CaptureArtifactMissingError, DocumentError, PathNotAllowedError
from flowtime_domain.ports.import_source import Content, NamedFile, Upload
from flowtime_domain.telemetry.capture_paths import checked_path

_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_NOT_A_FILE: Final = "it does not lead to a regular file"
_CLOSED: Final = "its permissions forbid reading it"
_REFUSALS: Final = {errno.EACCES: _CLOSED, errno.EPERM: _CLOSED, errno.ENXIO: _NOT_A_FILE}


@contextmanager
def opened_content(content: Content, roots: Sequence[Path]) -> Iterator[BinaryIO]:
    """The bytes of a source, open for reading from its beginning.

    Raises
    ------
    PathNotAllowedError
        A confined path lies in no root, has a forbidden form or leads through a symbolic link; or a path
        does not lead to a regular file, or to one that may not be read.
    CaptureArtifactMissingError
        There is no such file.
    StoreUnavailableError
        It cannot be opened.
    """
    if isinstance(content, Upload):
        yield BytesIO(content.content)
        return
    with translated_failures():
        handle = _opened(content, roots)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise PathNotAllowedError(content.path, _NOT_A_FILE)
    with os.fdopen(handle, "rb") as file:
        yield file


def _opened(content: NamedFile, roots: Sequence[Path]) -> int:
    try:
        return _confined(content, roots) if content.is_confined else _trusted(content)
    except OSError as error:
        if error.errno in _REFUSALS:
            raise PathNotAllowedError(content.path, _REFUSALS[error.errno]) from error
        raise


def _trusted(content: NamedFile) -> int:
    try:
        return os.open(content.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in _ABSENT:
            raise _missing(content) from error
        raise
    except ValueError as error:
        # A NUL, or a character that no name of a file can hold.
        raise _missing(content) from error


def _confined(content: NamedFile, roots: Sequence[Path]) -> int:
    path = checked_path(content.path)
    if not roots:
        raise PathNotAllowedError(path, "no directory is set from which imports over HTTP may read")
    files = PosixFileSystem()
    for root in roots:
        try:
            with opened(files, root) as parent, opened_file(files, path, parent) as handle:
                return os.dup(handle)
        except OSError as error:
            if error.errno == errno.ELOOP or _is_link(root, path):
                raise PathNotAllowedError(path, "it leads through a symbolic link") from error
            if error.errno not in _ABSENT:
                raise
    raise _missing(content)


def _is_link(root: Path, path: str) -> bool:
    """Whether a part of a path below a root is a symbolic link; a linked directory is no directory."""
    parts = path.split("/")
    return any(root.joinpath(*parts[: count + 1]).is_symlink() for count in range(len(parts)))


def _missing(content: NamedFile) -> CaptureArtifactMissingError:
    message = f"There is no file '{content.path[:128]}'."
    finding = DocumentError(code="capture_artifact_missing", message=message, pointer="", file=content.name)
    return CaptureArtifactMissingError([finding], subject="The import")
