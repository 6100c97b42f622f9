"""File systems that remember, fail, or cannot do everything."""

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flowtime_adapters.durable_files.file_system import PosixFileSystem


class WrappedFileSystem:
    """A real file system each of whose calls passes through `call`."""

    def __init__(self) -> None:
        self._inner = PosixFileSystem()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._inner, name)
        return lambda *arguments, **options: self.call(name, method, *arguments, **options)

    def call(self, name: str, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        return method(*arguments, **options)


class RecordingFileSystem(WrappedFileSystem):
    """Remembers creating, syncing, locking and renaming in `steps`, with the names concerned."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[tuple[str, str]] = []
        self.root = ""
        self.staged = ""
        self._names: dict[int, str] = {}

    def call(self, name: str, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        result = method(*arguments, **options)
        if name == "open_root":
            self.root = str(arguments[0])
        if name.startswith(("open_", "create_")):
            self._names[result] = str(arguments[0])
        self._remember(name, arguments)
        return result

    def _remember(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "make_directory":
            self.staged = arguments[0] if arguments[0].startswith(".tmp-") else self.staged
            self.steps.append(("make", arguments[0]))
        elif name == "create_file":
            self.steps.append(("create", arguments[0]))
        elif name in ("synchronise", "lock"):
            kind = "sync" if name == "synchronise" else "lock"
            self.steps.append((kind, self._names[arguments[0]]))
        elif name in ("rename", "rename_flagged"):
            self.steps.append(("rename", arguments[1]))


class UnsyncedFileSystem(WrappedFileSystem):
    """Does not wait for the disk: a test sees no difference but the time."""

    def synchronise(self, handle: int) -> None:
        """Nothing."""


class InterruptedFileSystem(UnsyncedFileSystem):
    """Lets something happen once, before the first file of a name is opened."""

    def __init__(self, file_name: str, happening: Callable[[], object]) -> None:
        super().__init__()
        self._file_name = file_name
        self._happenings = [happening]

    def call(self, name: str, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if name == "open_file" and arguments[0] == self._file_name and self._happenings:
            self._happenings.pop()()
        return method(*arguments, **options)


class FailingFileSystem(WrappedFileSystem):
    """Lets one call fail, counted from 0; `calls` holds the names of all calls so far.

    The call is not made, unless it is to fail `late`; a close has always closed. No call waits for the disk.
    """

    def __init__(self, failing: int | None, failure: BaseException, *, late: bool = False) -> None:
        super().__init__()
        self._failing = failing
        self._failure = failure
        self._late = late
        self.calls: list[str] = []

    def call(self, name: str, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        self.calls.append(name)
        if len(self.calls) - 1 != self._failing:
            return None if name == "synchronise" else method(*arguments, **options)
        if name == "close" or (self._late and not name.startswith(("open_", "create_"))):
            with suppress(OSError):
                method(*arguments, **options)
        raise self._failure


class PlainFileSystem(WrappedFileSystem):
    """Cannot rename without replacing, nor exchange names."""

    def rename_flagged(self, name: str, new_name: str, parent: int, flags: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


class FailingPlainFileSystem(FailingFileSystem, PlainFileSystem):
    """Cannot rename without replacing, and lets one other call fail."""


def entries(root: Path) -> set[str]:
    """The names in a directory that are not the lock file."""
    return {path.name for path in root.iterdir()} - {".lock"} if root.exists() else set()
