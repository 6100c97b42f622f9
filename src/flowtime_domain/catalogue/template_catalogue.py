"""All templates that a caller can name (model §9.5).

Rule 1: a file that is not right is reported with its errors and hides no other.
Rule 2: a file is parsed once, and again when its bytes have changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, final

from flowtime_domain.errors import (
    DocumentError,
    DocumentInvalidError,
    TemplateInvalidError,
    TemplateNotFoundError,
    in_document_order,
)
from flowtime_domain.model.document import Document
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.ports.template_source import TemplateFile, TemplateSource
from flowtime_domain.templates.template import (
    Origin,
    Template,
    TemplateHeading,
    read_heading,
    read_template,
)
from flowtime_domain.templates.template_model import findings_in_every_mode

_UNREADABLE: Final = DocumentError(
    code="template_unreadable", message="The file cannot be read; check its permissions.", pointer=""
)


@final
@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One file of the catalogue (api §9.1).

    Attributes
    ----------
    id
        Id of the template; of a file whose id cannot be read, its name without extension.
    title, description, version
        None where the file does not say.
    origin
        Shipped with the product, or from a user's directory.
    errors
        What is wrong with the file, whatever the mode; empty if nothing is.
    template
        None if the text or the declarations are wrong, or if two files claim the id.
    """

    id: str
    title: str | None
    description: str | None
    version: str | None
    tags: tuple[str, ...]
    origin: Origin
    errors: tuple[DocumentError, ...]
    template: Template | None

    @property
    def status(self) -> Literal["ok", "broken"]:
        """Whether the template can be used."""
        return "broken" if self.errors else "ok"

    @property
    def parameter_count(self) -> int:
        """How many parameters are declared, 0 if that cannot be said."""
        return 0 if self.template is None else len(self.template.parameters)


@final
@dataclass(frozen=True, slots=True)
class _ReadFile:
    """A file, what it gave, and the document in it if that says its own id."""

    file: TemplateFile
    entry: CatalogueEntry
    identified: Document | None

    @property
    def claims_id(self) -> bool:
        """Whether no other file of the user may have the same id."""
        return self.file.origin == "directory" and self.identified is not None


@final
class TemplateCatalogue:
    """Finds templates among the packaged ones and in user directories.

    Parameters
    ----------
    sources
        Where files come from.
    reader
        Reads their text.
    """

    def __init__(self, sources: Sequence[TemplateSource], reader: DocumentReader) -> None:
        self._sources = tuple(sources)
        self._reader = reader
        self._read_before: dict[tuple[Origin, str], _ReadFile] = {}

    def entries(self) -> tuple[CatalogueEntry, ...]:
        """Everything there is, sorted by id; of one id, the entry that counts comes first."""
        return self._resolved(file for source in self._sources for file in source.all())

    def load(self, template_id: str) -> Template:
        """The template of an id; if it is broken otherwise than below, using it says how.

        Raises
        ------
        TemplateNotFoundError
            There is none; the nearest ids are named.
        TemplateInvalidError
            Its text or its declarations are wrong, or two files of the user claim the id.
        """
        files = (file for source in self._sources for file in source.candidates(template_id))
        found = [entry for entry in self._resolved(files) if entry.id == template_id]
        if not found:
            raise TemplateNotFoundError(template_id, [entry.id for entry in self.entries()])
        best = found[0]
        if best.template is None:
            raise TemplateInvalidError(best.errors, f"Template '{template_id}'")
        return best.template

    def _resolved(self, files: Iterable[TemplateFile]) -> tuple[CatalogueEntry, ...]:
        """What files give together: an id claimed twice is nobody's, and users hide packaged templates."""
        read = [self._read(file) for file in files]
        claimants = defaultdict(list)
        for one in read:
            if one.claims_id:
                claimants[one.entry.id].append(one.file.name)
        entries = [_contested(one, claimants.get(one.entry.id, ())) for one in read]
        taken = {entry.id for entry in entries if entry.origin == "directory" and entry.status == "ok"}
        visible = [entry for entry in entries if entry.origin == "directory" or entry.id not in taken]
        return tuple(sorted(visible, key=_rank))

    def _read(self, file: TemplateFile) -> _ReadFile:
        known = self._read_before.get((file.origin, file.name))
        if known is not None and known.file.content == file.content:
            return known
        read = self._parsed(file)
        self._read_before[file.origin, file.name] = read
        return read

    def _parsed(self, file: TemplateFile) -> _ReadFile:
        if file.content is None:
            return _ReadFile(file, _entry(TemplateHeading(file.name, False), file, (_UNREADABLE,)), None)
        try:
            document = self._reader.read(file.content)
        except DocumentInvalidError as error:
            return _ReadFile(file, _entry(TemplateHeading(file.name, False), file, error.errors), None)
        heading = read_heading(document, file.name)
        identified = document if heading.has_own_id else None
        try:
            template = read_template(document, file.content, name=file.name, origin=file.origin)
        except TemplateInvalidError as error:
            return _ReadFile(file, _entry(heading, file, error.errors), identified)
        entry = _entry(heading, file, findings_in_every_mode(template), template)
        return _ReadFile(file, entry, identified)


def _entry(
    heading: TemplateHeading,
    file: TemplateFile,
    errors: tuple[DocumentError, ...],
    template: Template | None = None,
) -> CatalogueEntry:
    return CatalogueEntry(
        id=heading.id,
        title=heading.title,
        description=heading.description,
        version=heading.version,
        tags=heading.tags,
        origin=file.origin,
        errors=errors,
        template=template,
    )


def _rank(entry: CatalogueEntry) -> tuple[str, bool, bool]:
    return entry.id, entry.status == "broken", entry.template is None


def _contested(read: _ReadFile, claimants: Sequence[str]) -> CatalogueEntry:
    """The entry of a file, broken if other files claim its id too."""
    entry = read.entry
    if read.identified is None or not read.claims_id or len(claimants) < 2:
        return entry
    files = ", ".join(f"'{name}'" for name in claimants)
    message = f"Template id '{entry.id}' stands in several files ({files}); give each an id of its own."
    error = read.identified.error("duplicate_template", message, ("metadata", "id"))
    return replace(entry, errors=in_document_order([*entry.errors, error]), template=None)
