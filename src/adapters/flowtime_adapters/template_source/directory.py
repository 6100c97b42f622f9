"""Templates in directories of the user (model §9.5).

Rule 1: directories are looked at anew at every call, so that a new file needs no restart; the bytes of a
file are read again only when its time of change or its size is another.
Rule 2: a file that cannot be read is reported as one; a directory that cannot be read is an error, since
templates that a user relies on would vanish silently.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final

from flowtime_domain.errors import SettingInvalidError
from flowtime_domain.ports.template_source import TemplateFile

_EXTENSIONS: Final = (".yaml", ".yml")


@final
@dataclass(frozen=True, slots=True)
class _Remembered:
    """The bytes of a file, and its time of change and size when they were read."""

    stamp: tuple[int, int]
    file: TemplateFile


@final
class DirectoryTemplateSource:
    """Reads the ``*.yaml`` and ``*.yml`` files of directories.

    Parameters
    ----------
    directories
        Where to look; folders below are not looked at.
    """

    def __init__(self, directories: Sequence[Path]) -> None:
        self._directories = tuple(directories)
        self._remembered: dict[Path, _Remembered] = {}

    def candidates(self, template_id: str) -> list[TemplateFile]:
        """The files in whose text the id can stand, and those that bear it as their name."""
        return [file for file in self.all() if _may_hold(file, template_id)]

    def all(self) -> list[TemplateFile]:
        """Every file, sorted by name."""
        remembered = {path: self._current(path) for path in self._paths()}
        self._remembered = remembered
        return sorted((one.file for one in remembered.values()), key=lambda file: file.name)

    def _paths(self) -> Iterator[Path]:
        for directory in self._directories:
            try:
                yield from sorted(
                    path for path in directory.iterdir() if path.suffix in _EXTENSIONS and path.is_file()
                )
            except OSError as error:
                problem = f"The directory of templates '{directory}' cannot be read; does it exist?"
                raise SettingInvalidError([problem]) from error

    def _current(self, path: Path) -> _Remembered:
        known = self._remembered.get(path)
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if known is not None and known.stamp == stamp:
                return known
            return _Remembered(stamp, TemplateFile(path.stem, "directory", path.read_bytes()))
        except OSError:
            return _Remembered((0, -1), TemplateFile(path.stem, "directory", None))


def _may_hold(file: TemplateFile, template_id: str) -> bool:
    """Whether parsing the file can give this id: only an escape, which needs a backslash, can disguise it."""
    if file.content is None or file.name == template_id:
        return file.name == template_id
    return b"\\" in file.content or template_id.encode() in file.content
