"""A model with parameters (model §9)."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, final

from flowtime_domain.errors import TemplateInvalidError, in_document_order
from flowtime_domain.model.document import Document
from flowtime_domain.model.identifiers import TEMPLATE_ID_PATTERN
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.tree import items_in, mapping_in, text_in, texts_in
from flowtime_domain.templates.declarations import read_declarations
from flowtime_domain.templates.parameter_declaration import ParameterDeclaration
from flowtime_domain.templates.substitution import unescaped

Origin: TypeAlias = Literal["packaged", "directory"]

_TEMPLATE_ID: Final = re.compile(TEMPLATE_ID_PATTERN)
_NO_VERSION: Final = "0.0.0"


@final
@dataclass(frozen=True, slots=True)
class TemplateHeading:
    """What a template says about itself, as far as it can be read.

    Attributes
    ----------
    id
        `metadata.id` if it is well-formed, else the name of the file.
    has_own_id
        Whether the file itself says its id.
    title, description, version
        None where absent.
    """

    id: str
    has_own_id: bool
    title: str | None = None
    description: str | None = None
    version: str | None = None
    tags: tuple[str, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class Template:
    """A template whose text and declarations are right; its other rules are checked when it is used.

    Attributes
    ----------
    id, title, version
        As runs §2.4 says: the title falls back to the id, the version to ``0.0.0``.
    parameters
        Declarations in their order; names are unique.
    document
        The file as written, `parameters` included.
    origin
        Shipped with the product, or from a user's directory.
    hash
        ``sha256:`` and digits over the bytes of the file (runs §3.4).
    limits
        How large its models may be where nobody says otherwise (model §4.4).
    """

    id: str
    title: str
    version: str
    description: str | None
    tags: tuple[str, ...]
    parameters: tuple[ParameterDeclaration, ...]
    document: Document
    origin: Origin
    hash: str
    limits: ModelLimits = field(default_factory=ModelLimits)

    @property
    def topology_node_count(self) -> int:
        """How many places the topology names."""
        return len(items_in(mapping_in(self.document.root, "topology"), "nodes"))

    @property
    def edge_count(self) -> int:
        """How many edges the topology names."""
        return len(items_in(mapping_in(self.document.root, "topology"), "edges"))


def read_template(document: Document, content: bytes, *, name: str, origin: Origin) -> Template:
    """The template in a document.

    Parameters
    ----------
    document
        What stands in the file.
    content
        The bytes of the file.
    name
        Name of the file without extension, which is the id of a template that has none.
    origin
        Where the file comes from.

    Raises
    ------
    TemplateInvalidError
        Declarations of parameters are wrong; `errors` lists all.
    """
    declarations, errors = read_declarations(unescaped(document, "parameters"))
    heading = read_heading(document, name)
    if errors:
        raise TemplateInvalidError(in_document_order(errors), f"Template '{heading.id}'")
    return Template(
        id=heading.id,
        title=heading.title or heading.id,
        version=heading.version or _NO_VERSION,
        description=heading.description,
        tags=heading.tags,
        parameters=declarations,
        document=document,
        origin=origin,
        hash="sha256:" + hashlib.sha256(content).hexdigest(),
    )


def read_heading(document: Document, name: str) -> TemplateHeading:
    """What a template says about itself; `name` is the id of one that does not say it."""
    metadata = mapping_in(unescaped(document, "metadata").root, "metadata")
    own_id = text_in(metadata, "id")
    has_own_id = own_id is not None and _TEMPLATE_ID.fullmatch(own_id) is not None
    return TemplateHeading(
        id=own_id if own_id is not None and has_own_id else name,
        has_own_id=has_own_id,
        title=text_in(metadata, "title"),
        description=text_in(metadata, "description"),
        version=text_in(metadata, "version"),
        tags=tuple(tag for _, tag in texts_in(metadata, "tags")),
    )


def is_template(document: Document) -> bool:
    """Whether a file that is given to a command about templates is one (model §3.1)."""
    return document.root.get("parameters") is not None
