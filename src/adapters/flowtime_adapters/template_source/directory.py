"""Templates in a directory of the user (model §9.5).

Rule 1: the directory is read anew at every call, so a template that was just saved is what runs.
Rule 2: a file that cannot be read is reported as one; a directory that cannot be read is an error, since
templates that a user relies on would vanish silently.
"""

from pathlib import Path
from typing import Final, final

from flowtime_domain.errors import StoreUnavailableError
from flowtime_domain.ports.template_source import TemplateFile

_EXTENSIONS: Final = (".yaml", ".yml")


@final
class DirectoryTemplateSource:
    """Reads the ``*.yaml`` and ``*.yml`` files of a directory.

    Parameters
    ----------
    directory
        Where to look; folders below are not looked at.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def candidates(self, template_id: str) -> list[TemplateFile]:
        """The files in whose text the id can stand, and those that bear it as their name."""
        return [file for file in self.all() if _may_hold(file, template_id)]

    def all(self) -> list[TemplateFile]:
        """Every file, sorted by name."""
        return [_template_file(path) for path in sorted(self._paths(), key=_stem_and_name)]

    def _paths(self) -> list[Path]:
        try:
            return [
                path for path in self._directory.iterdir() if path.suffix in _EXTENSIONS and path.is_file()
            ]
        except OSError as error:
            raise StoreUnavailableError("A directory of templates") from error


def _stem_and_name(path: Path) -> tuple[str, str]:
    return path.stem, path.name


def _template_file(path: Path) -> TemplateFile:
    try:
        content: bytes | None = path.read_bytes()
    except OSError:
        content = None
    # A name that is no text, which file systems allow, could stand in no answer.
    name = path.stem.encode(errors="backslashreplace").decode()
    return TemplateFile(name, "directory", content)


def _may_hold(file: TemplateFile, template_id: str) -> bool:
    """Whether parsing the file can give this id: only an escape, which needs a backslash, can disguise it."""
    if file.content is None or file.name == template_id:
        return file.name == template_id
    return b"\\" in file.content or template_id.encode(errors="replace") in file.content
