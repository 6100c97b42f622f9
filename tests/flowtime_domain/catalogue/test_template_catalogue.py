"""Finding templates."""

from collections.abc import Mapping

import pytest

from fakes.document_reader import RecordingDocumentReader
from fakes.template_source import InMemoryTemplateSource
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.catalogue.template_catalogue import CatalogueEntry, TemplateCatalogue
from flowtime_domain.errors import Place, TemplateInvalidError, TemplateNotFoundError
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.templates.template import Template


def text_of(template_id: str, title: str = "Clinic", parameters: str = "[]") -> str:
    return (
        f"metadata: {{id: {template_id}, title: {title}, version: 1.0.0}}\n"
        f"parameters: {parameters}\n"
        "window: {start: 2025-01-06, timezone: UTC}\n"
        "grid: {bins: 2, binSize: 1, binUnit: hours}\n"
        "nodes: [{id: a, values: 1}]\n"
        "topology: {nodes: [{id: A, semantics: {arrivals: a, served: a}}]}\n"
        "outputs: [{series: a}]\n"
    )


PACKAGED = {"clinic-day": text_of("clinic-day", "Shipped"), "desk": text_of("desk", "Desk")}


def catalogue(
    users: Mapping[str, str | bytes | None], packaged: Mapping[str, str] = PACKAGED
) -> TemplateCatalogue:
    sources = [InMemoryTemplateSource(users), InMemoryTemplateSource(packaged, "packaged")]
    return TemplateCatalogue(sources, YamlOrJsonDocumentReader(DocumentLimits()))


def listed(of: TemplateCatalogue) -> list[tuple[str, str, str, list[str]]]:
    return [
        (entry.id, entry.origin, entry.status, [error.code for error in entry.errors])
        for entry in of.entries()
    ]


def entry_of(content: str | bytes | None) -> CatalogueEntry:
    (entry,) = catalogue({"my-file": content}, {}).entries()
    return entry


def broken(of: TemplateCatalogue, template_id: str) -> TemplateInvalidError:
    with pytest.raises(TemplateInvalidError) as raised:
        of.load(template_id)
    return raised.value


def test_entries_tell_what_templates_say() -> None:
    """A sound template is listed with its heading, origin and number of parameters (api §9.1)."""
    entry = entry_of(text_of("clinic-night", parameters="[{name: n, type: integer, default: 1}]"))
    assert (entry.id, entry.title, entry.version, entry.tags) == ("clinic-night", "Clinic", "1.0.0", ())
    assert (entry.origin, entry.status, entry.parameter_count) == ("directory", "ok", 1)
    assert entry.description is None
    assert isinstance(entry.template, Template)


def test_entries_are_sorted_by_id() -> None:
    """Templates of all sources are one list, sorted by id (api §9.1)."""
    names = [name for name, *_ in listed(catalogue({"z": text_of("alpha"), "b": text_of("zulu")}))]
    assert names == ["alpha", "clinic-day", "desk", "zulu"]


def test_a_users_template_hides_a_packaged_one() -> None:
    """A user's template of the same id is the one that counts (model §9.5)."""
    found = catalogue({"mine": text_of("clinic-day", "Mine")})
    assert listed(found) == [("clinic-day", "directory", "ok", []), ("desk", "packaged", "ok", [])]
    assert found.load("clinic-day").title == "Mine"
    assert found.load("desk").origin == "packaged"


def test_two_user_templates_of_one_id_are_both_broken() -> None:
    """Of two files with one id nobody can say which counts; both are reported, at their ids (model §9.5)."""
    found = catalogue({"one": text_of("ward"), "two": text_of("ward")})
    twice = ("ward", "directory", "broken", ["duplicate_template"])
    assert [entry for entry in listed(found) if entry[0] == "ward"] == [twice, twice]
    error = broken(found, "ward")
    assert (error.errors[0].pointer, error.errors[0].place) == ("/metadata/id", Place(1, 16))
    assert "'one', 'two'" in error.errors[0].message


def test_duplicates_hide_no_packaged_template() -> None:
    """A broken file hides no other, so the packaged template of the id remains (model §9.5)."""
    found = catalogue({"one": text_of("desk"), "two": text_of("desk")})
    assert [status for name, _, status, _ in listed(found) if name == "desk"] == ["ok", "broken", "broken"]
    assert found.load("desk").origin == "packaged"


def test_duplicates_are_found_across_sources() -> None:
    """Two directories may not hold one id either (model §9.5)."""
    sources = [InMemoryTemplateSource({"ward": text_of("ward")}) for _ in range(2)]
    found = TemplateCatalogue(sources, YamlOrJsonDocumentReader(DocumentLimits()))
    assert [codes for *_, codes in listed(found)] == [["duplicate_template"], ["duplicate_template"]]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (None, ["template_unreadable"]),
        ("", ["document_empty"]),
        ("a: [", ["yaml_syntax"]),
        (b"\xff\xfe", ["yaml_syntax"]),
        ("- a", ["document_not_mapping"]),
        ("a: 1\na: 2", ["duplicate_key"]),
    ],
)
def test_a_file_without_a_readable_id(content: str | bytes | None, codes: list[str]) -> None:
    """A file whose text is wrong is listed under its name, and using it says why (api §9.1)."""
    entry = entry_of(content)
    assert (entry.id, entry.status, [error.code for error in entry.errors]) == ("my-file", "broken", codes)
    assert (entry.title, entry.version, entry.template, entry.parameter_count) == (None, None, None, 0)
    found = catalogue({"my-file": content})
    assert [name for name, *_ in listed(found)] == ["clinic-day", "desk", "my-file"]
    assert [error.code for error in broken(found, "my-file").errors] == codes


def test_a_file_with_broken_declarations() -> None:
    """A template with wrong declarations keeps its heading and is reported as broken (model §9.2)."""
    content = text_of("ward", parameters="[{name: n, type: int}]")
    entry = entry_of(content)
    assert (entry.id, entry.title, entry.status) == ("ward", "Clinic", "broken")
    assert [error.code for error in entry.errors] == ["parameter_declaration"]
    error = broken(catalogue({"my-file": content}), "ward")
    assert error.detail.startswith("Template 'ward' has 1 error: ")


def test_a_file_that_breaks_rules_for_templates() -> None:
    """A template with wrong placeholders or without outputs is listed as broken (model §9.1, §9.4)."""
    wrong = text_of("ward").replace("values: 1", "values: '${n}'")
    assert [error.code for error in entry_of(wrong).errors] == ["unresolved_placeholder"]
    without = text_of("ward").replace("outputs: [{series: a}]\n", "")
    assert [error.code for error in entry_of(without).errors] == ["required_key"]


def test_using_a_template_that_breaks_rules_says_everything() -> None:
    """Such a template can be loaded, so that its use reports all that is wrong with it (model §2.6)."""
    without = text_of("ward").replace("outputs: [{series: a}]\n", "")
    assert catalogue({"my-file": without}).load("ward").id == "ward"


def test_a_broken_file_hides_no_packaged_template() -> None:
    """A user's broken copy of a packaged template is reported after it (model §9.5)."""
    for content in ("a: [", text_of("desk").replace("outputs: [{series: a}]\n", "")):
        found = catalogue({"desk": content})
        assert [(name, status) for name, _, status, _ in listed(found)] == [
            ("clinic-day", "ok"),
            ("desk", "ok"),
            ("desk", "broken"),
        ]
        assert found.load("desk").origin == "packaged"


def test_an_unknown_id_names_the_nearest() -> None:
    """Where no template has the id, the nearest one is named (api §9.2)."""
    with pytest.raises(TemplateNotFoundError) as raised:
        catalogue({}).load("clinic-dai")
    assert raised.value.detail.endswith("did you mean 'clinic-day'?")


def test_files_are_parsed_once_and_again_when_changed() -> None:
    """Loading again parses nothing, until the bytes of a file have changed (runs §11.1)."""
    source = InMemoryTemplateSource({"ward": text_of("ward")})
    reader = RecordingDocumentReader(YamlOrJsonDocumentReader(DocumentLimits()))
    found = TemplateCatalogue([source], reader)
    first = found.load("ward")
    assert found.load("ward") is first
    assert len(reader.texts) == 1
    source.contents["ward"] = text_of("ward", "Changed")
    assert found.load("ward").title == "Changed"
    assert len(reader.texts) == 2


def test_loading_parses_candidates_only() -> None:
    """To load one template, files that cannot hold it are not parsed (runs §11.1)."""

    class NamedFilesOnly(InMemoryTemplateSource):
        def candidates(self, template_id: str):  # type: ignore[no-untyped-def]
            return [file for file in self.all() if file.name == template_id]

    reader = RecordingDocumentReader(YamlOrJsonDocumentReader(DocumentLimits()))
    TemplateCatalogue([NamedFilesOnly(PACKAGED, "packaged")], reader).load("desk")
    assert len(reader.texts) == 1
