"""What lies in the directory of a run.

Rule 1: everything is read relative to one open directory, so an answer never mixes two bundles (runs §10.1).
Rule 2: a symbolic link is never followed.
"""

import stat
from typing import final

from flowtime_adapters.durable_files.directories import opened_below, opened_file
from flowtime_adapters.durable_files.file_system import FileSystem
from flowtime_domain.runs import file_names


def is_visible(name: str) -> bool:
    """Whether an entry of the runs root may be a run (runs §1.1)."""
    return not name.startswith(".")


@final
class RunDirectory:
    """The files of an open run directory; what verification looks at.

    Attributes
    ----------
    name
        Name of the directory.
    sizes
        Relative path -> size in bytes of every regular file.
    irregular
        Relative paths of what is neither a regular file nor a directory.
    """

    def __init__(self, files: FileSystem, handle: int, name: str) -> None:
        self._files = files
        self._handle = handle
        self._documents: dict[str, bytes] = {}
        self.name = name
        self.sizes: dict[str, int] = {}
        self.irregular: list[str] = []
        self._walk(handle, "")

    def _walk(self, directory: int, prefix: str) -> None:
        for name in self._files.names(directory):
            status = self._files.status(name, directory)
            path = f"{prefix}{name}"
            if stat.S_ISDIR(status.st_mode):
                with opened_below(self._files, name, directory) as inner:
                    self._walk(inner, f"{path}/")
            elif stat.S_ISREG(status.st_mode):
                self.sizes[path] = status.st_size
            else:
                self.irregular.append(path)

    def content(self, path: str) -> bytes | memoryview:
        """The bytes of a file: the matrix mapped into memory, documents kept once they were read."""
        if path in self._documents:
            return self._documents[path]
        with opened_file(self._files, path, self._handle) as handle:
            if path == file_names.MATRIX and self.sizes[path] > 0:
                return self._files.map(handle)
            content = self._files.read(handle)
        if _is_document(path):
            self._documents[path] = content
        return content

    def scattered_matrix(self) -> memoryview:
        """The matrix, which is not empty, mapped to be read here and there."""
        with opened_file(self._files, file_names.MATRIX, self._handle) as handle:
            return self._files.map(handle, scattered=True)

    def content_of(self, path: str) -> bytes | None:
        """The bytes of a file, None if there is no such regular file."""
        return bytes(self.content(path)) if path in self.sizes else None

    def documents(self) -> dict[str, bytes]:
        """Every file but the matrix and the CSVs, by path."""
        return {path: bytes(self.content(path)) for path in self.sizes if _is_document(path)}


def _is_document(path: str) -> bool:
    return path != file_names.MATRIX and not path.endswith(".csv")
