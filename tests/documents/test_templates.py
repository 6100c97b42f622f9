"""The reference of models and templates."""

import pytest

from documents.markdown_tables import first_names, names, rows, section
from flowtime_domain.model.canonical.spellings import OTHER_SPELLINGS
from flowtime_domain.model.document_root import DocumentRoot
from flowtime_domain.model.element import Element
from flowtime_domain.model.grid import WrittenGrid
from flowtime_domain.model.nodes import SHAPES_OF_KINDS, AbstractSeriesNode, DispatchSchedule
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.topology import Constraint, Edge, Semantics, TopologyNode
from flowtime_domain.templates.parameter_declaration import ParameterDeclaration
from flowtime_entrypoints.container import build_container
from flowtime_entrypoints.settings import read_settings

DOCUMENT = "reference/templates.md"
SHAPES: dict[str, type[Element]] = {
    "## Keys of the document": DocumentRoot,
    "### Metadata": ModelMetadata,
    "### Grid": WrittenGrid,
    "### Keys of every kind": AbstractSeriesNode,
    "### Topology nodes": TopologyNode,
    "### Semantics": Semantics,
    "### Dispatch schedule": DispatchSchedule,
    "### Edges": Edge,
    "### Constraints": Constraint,
    "## Outputs": Output,
    "## Seed": Rng,
    "## Parameter declarations": ParameterDeclaration,
}


def keys(shape: type[Element]) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]


def documented_keys(heading: str) -> list[str]:
    text = section(DOCUMENT, heading)
    return first_names(text.partition("\n#")[0])


@pytest.mark.parametrize("heading", SHAPES, ids=str)
def test_every_key_is_documented(heading):
    """The table of a mapping names exactly the keys that are read (model §3-§9)."""
    assert sorted(documented_keys(heading)) == sorted(keys(SHAPES[heading]))


@pytest.mark.parametrize("kind", SHAPES_OF_KINDS)
def test_every_key_of_a_kind_is_documented(kind):
    """The table of a kind of series node names exactly its own keys (model §5)."""
    own = set(keys(SHAPES_OF_KINDS[kind])) - set(keys(AbstractSeriesNode))
    assert set(documented_keys(f"### {kind}")) == own


def test_other_spellings_are_documented():
    """Every other spelling of a key stands in the table of spellings (model §3.3)."""
    documented = {name for row in rows(section(DOCUMENT, "## Other spellings")) for name in names(row[1])}
    read = {spelling for spellings in OTHER_SPELLINGS.values() for spelling in spellings}
    assert read <= documented


def test_catalogue_is_documented():
    """The table of packaged templates names each with all its parameters (model §12)."""
    table = rows(section(DOCUMENT, "## The catalogue"))
    documented = {names(row[0])[0]: set(names(row[1])) for row in table}
    catalogue = build_container(read_settings({})).catalogue()
    packaged = {
        entry.template.id: {declaration.name for declaration in entry.template.parameters}
        for entry in catalogue.entries()
        if entry.template is not None
    }
    assert documented == packaged
