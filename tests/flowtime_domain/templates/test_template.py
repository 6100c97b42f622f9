"""Templates as they are read from files."""

import hashlib

import pytest

from examples.worked_examples import example_text
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import TemplateInvalidError
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.template import TemplateHeading, is_template, read_heading, read_template

READER = YamlOrJsonDocumentReader(DocumentLimits())


def test_a_template_has_what_its_file_says() -> None:
    """Identity, declarations and document of a template come from its file (model §9.1)."""
    text = example_text("T2").encode()
    template = read_template(READER.read(text), text, name="file", origin="directory")
    assert (template.id, template.title, template.version) == ("order-system", "Order system", "1.0.0")
    assert template.tags == ("queues", "retries")
    assert template.description == "Orders, payment with an outage and retries, fulfilment in a day shift"
    assert [one.name for one in template.parameters][:3] == ["bins", "binSize", "demandPattern"]
    assert (template.topology_node_count, template.edge_count) == (4, 3)
    assert (template.origin, len(template.parameters)) == ("directory", 16)


def test_the_hash_covers_the_bytes_of_the_file() -> None:
    """The hash of a template is that of its file's bytes, comments included (runs §3.4)."""
    content = b"# a comment\nmetadata: {id: a}\n"
    template = read_template(READER.read(content), content, name="a", origin="packaged")
    assert template.hash == "sha256:" + hashlib.sha256(content).hexdigest()


def test_what_a_file_does_not_say() -> None:
    """Without own words the id is the file's name, the title the id, the version 0.0.0 (runs §2.4)."""
    template = read_template(Document({}), b"", name="my-file", origin="directory")
    assert (template.id, template.title, template.version) == ("my-file", "my-file", "0.0.0")
    assert (template.description, template.tags, template.parameters) == (None, (), ())
    assert (template.topology_node_count, template.edge_count) == (0, 0)


@pytest.mark.parametrize(
    "metadata", [None, "x", {"id": "Not-Fine"}, {"id": 5}, {"id": "a\n"}, {"id": "a" * 65}]
)
def test_an_id_that_is_none(metadata: object) -> None:
    """An id that is not well-formed does not count as readable (api §9.1)."""
    heading = read_heading(Document({"metadata": metadata}), "my-file")  # type: ignore[dict-item]
    assert (heading.id, heading.has_own_id) == ("my-file", False)


def test_headings_resolve_escapes() -> None:
    """An escaped `${` is shown as what it stands for (model §9.4)."""
    metadata = {"id": "a", "title": "costs $${n}", "description": "d", "version": "1.0.0", "tags": ["t", 5]}
    assert read_heading(Document({"metadata": metadata}), "file") == TemplateHeading(
        id="a", has_own_id=True, title="costs ${n}", description="d", version="1.0.0", tags=("t",)
    )


def test_declarations_resolve_escapes() -> None:
    """A default may hold `${`, escaped as everywhere (model §9.4)."""
    declaration = {"name": "a", "type": "string", "default": "$${n}"}
    template = read_template(Document({"parameters": [declaration]}), b"", name="a", origin="directory")
    assert template.parameters[0].default == "${n}"


def test_broken_declarations_break_the_template() -> None:
    """A template whose declarations break their table cannot be used (model §9.2)."""
    document = READER.read("metadata: {id: clinic-day}\nparameters: [{name: a, type: int}, {name: b}]\n")
    with pytest.raises(TemplateInvalidError) as raised:
        read_template(document, b"", name="file", origin="directory")
    assert [(error.code, error.pointer) for error in raised.value.errors] == [
        ("parameter_declaration", "/parameters/0/type"),
        ("parameter_declaration", "/parameters/1"),
    ]
    assert raised.value.detail.startswith("Template 'clinic-day' has 2 errors; first: ")


def test_a_file_with_parameters_is_a_template() -> None:
    """A file is a template if it has `parameters` (model §3.1)."""
    assert is_template(Document({"parameters": []}))
    assert not is_template(Document({"parameters": None}))
    assert not is_template(Document({}))
