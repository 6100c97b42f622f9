from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document_reader import DocumentReaderContract
from examples.worked_examples import example_names, example_text
from fakes.document_reader import RecordingDocumentReader
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.errors import ModelInvalidError, Place
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.ports.document_reader import DocumentReader

READER: DocumentReader = YamlOrJsonDocumentReader(DocumentLimits())


def codes(text: str | bytes, reader: DocumentReader = READER) -> list[str]:
    with pytest.raises(ModelInvalidError) as raised:
        reader.read(text)
    return [finding.code for finding in raised.value.errors]


class TestYamlOrJsonDocumentReader(DocumentReaderContract):
    def reader(self) -> YamlOrJsonDocumentReader:
        return YamlOrJsonDocumentReader(DocumentLimits())


class TestRecordingDocumentReader(DocumentReaderContract):
    def reader(self) -> RecordingDocumentReader:
        return RecordingDocumentReader(READER)

    def test_it_keeps_what_it_has_read(self) -> None:
        """The fake keeps each text in the order of reading (design §10)."""
        reader = self.reader()
        for text in ("a: 1", b"b: 2"):
            reader.read(text)
        assert reader.texts == ["a: 1", b"b: 2"]


@pytest.mark.parametrize("start", ["", " \t\r\n", "\ufeff", "\ufeff\n"])
def test_a_brace_makes_it_json(start):
    """A text whose first character that is not white space is `{` is JSON (model §2.1)."""
    assert READER.read(start + '{"a": 1}').root == {"a": 1}
    assert codes(start + "{a: 1}") == ["yaml_syntax"]


def test_all_else_is_yaml():
    """A text that starts otherwise is YAML, braces in it included (model §2.1)."""
    assert READER.read("# c\n{a: 1}").root == {"a": 1}


@pytest.mark.parametrize("text", ['{"a": [1, {"b": 2}]}', "a: [1, {b: 2}]"])
def test_a_document_knows_its_places(text):
    """A document finds line and column of its parts in either language (model §2.5)."""
    document = READER.read("\n" + text)
    assert document.place_of(("a", 1)) == Place(2, text.index("{", 1) + 1)
    assert document.place_of(("a", 1, "b"), key=True) == Place(2, text.index("b") + (0 if '"' in text else 1))
    assert document.place_of(("a", 1, "missing")) == document.place_of(("a", 1))


@pytest.mark.parametrize("text", ["a: [1]", '{"a":[1]}'])
def test_limits_hold_in_both_languages(text):
    """The limits of a reader hold for YAML and JSON alike (model §2.2)."""
    assert codes(text, YamlOrJsonDocumentReader(DocumentLimits(max_bytes=5))) == ["document_too_large"]
    assert codes(text, YamlOrJsonDocumentReader(DocumentLimits(max_depth=1))) == ["document_too_deep"]
    assert codes(text, YamlOrJsonDocumentReader(DocumentLimits(max_events=5))) == ["too_many_events"]


@pytest.mark.parametrize("start", ["a: ", '{"a": '])
def test_no_limit_leads_to_a_recursion(start):
    """However large the limit on depth, a text that no parser can follow is refused (model §2.2)."""
    reader = YamlOrJsonDocumentReader(DocumentLimits(max_depth=10**6))
    assert codes(start + "[" * 100_000, reader) == ["document_too_deep"]


@pytest.mark.parametrize("name", example_names("M"))
def test_bytes_and_text_are_read_alike(name):
    """The bytes of a text and the text itself are one document (model §2.1)."""
    text = example_text(name)
    assert READER.read(text.encode()) == READER.read(text)


@given(st.binary())
def test_any_bytes_are_read_or_refused(source):
    """Hostile bytes meet a document or a list of findings, nothing else (model §2.2)."""
    with suppress(ModelInvalidError):
        assert isinstance(READER.read(source).root, dict)
