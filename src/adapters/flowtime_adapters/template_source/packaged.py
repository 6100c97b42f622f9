"""The templates that are part of the product (model §12).

Rule 1: the name of a packaged file is its template's id; a test holds every file to it.
"""

import re
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, final

from flowtime_domain.model.identifiers import TEMPLATE_ID_PATTERN
from flowtime_domain.ports.template_source import TemplateFile

_TEMPLATE_ID: Final = re.compile(TEMPLATE_ID_PATTERN)
_EXTENSION: Final = ".yaml"


@final
class PackagedTemplateSource:
    """Reads the files that are installed with FlowTime."""

    def __init__(self) -> None:
        self._folder = files("flowtime_adapters.template_source") / "packaged"

    def candidates(self, template_id: str) -> list[TemplateFile]:
        """The file of this name, if there is one."""
        if not _TEMPLATE_ID.fullmatch(template_id):
            return []
        file = self._folder / (template_id + _EXTENSION)
        return [_template_file(file)] if file.is_file() else []

    def all(self) -> list[TemplateFile]:
        """Every file, sorted by name."""
        found = (file for file in self._folder.iterdir() if file.name.endswith(_EXTENSION))
        return sorted(map(_template_file, found), key=lambda file: file.name)


def _template_file(file: Traversable) -> TemplateFile:
    return TemplateFile(file.name.removesuffix(_EXTENSION), "packaged", file.read_bytes())
