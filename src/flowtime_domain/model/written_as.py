"""The document behind a model, and where the model's canonical parts stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Unpack, final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Document, FindingDetails, Path


@final
@dataclass(frozen=True, slots=True)
class WrittenAs:
    """Translates canonical paths into paths of the document as written.

    Attributes
    ----------
    document
        The document as written.
    moved
        Canonical path -> written path, where the two differ; parts below move along.
    """

    document: Document
    moved: Mapping[Path, Path] = field(default_factory=dict)

    def written_path(self, path: Path) -> Path:
        """Where a canonical path stands in the document as written.

        Examples
        --------
        >>> written = WrittenAs(Document({}), {("nodes", 0, "expr"): ("nodes", 0, "expression")})
        >>> written.written_path(("nodes", 0, "expr"))
        ('nodes', 0, 'expression')
        """
        for length in range(len(path), 0, -1):
            moved = self.moved.get(path[:length])
            if moved is not None:
                return moved + path[length:]
        return path

    def error(
        self, code: str, message: str, path: Path, *, key: bool = False, **details: Unpack[FindingDetails]
    ) -> DocumentError:
        """The finding that a rule is broken at a canonical path."""
        return self.document.error(code, message, self.written_path(path), key=key, **details)
