"""Template files that lie in no file system."""

from collections.abc import Mapping
from typing import Literal

from flowtime_domain.ports.template_source import TemplateFile


class InMemoryTemplateSource:
    """Holds files by name; content None stands for a file that cannot be read."""

    def __init__(
        self,
        contents: Mapping[str, str | bytes | None],
        origin: Literal["packaged", "directory"] = "directory",
    ) -> None:
        self.contents = dict(contents)
        self.origin = origin

    def candidates(self, template_id: str) -> list[TemplateFile]:
        return self.all()

    def all(self) -> list[TemplateFile]:
        return [
            TemplateFile(name, self.origin, content.encode() if isinstance(content, str) else content)
            for name, content in sorted(self.contents.items())
        ]
