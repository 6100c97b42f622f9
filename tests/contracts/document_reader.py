"""What every reader of documents keeps to."""

from abc import ABC, abstractmethod

import pytest

from flowtime_domain.errors import ModelInvalidError, Place
from flowtime_domain.ports.document_reader import DocumentReader

YAML = "grid: {bins: 3}\nnodes:\n  - id: visits\n    values: [1, 2.5, null, true, 'x']\n"
JSON = '{"grid": {"bins": 3},\n "nodes": [{"id": "visits", "values": [1, 2.5, null, true, "x"]}]}'
ROOT = {"grid": {"bins": 3}, "nodes": [{"id": "visits", "values": [1, 2.5, None, True, "x"]}]}


class DocumentReaderContract(ABC):
    @abstractmethod
    def reader(self) -> DocumentReader: ...

    @pytest.mark.parametrize("text", [YAML, JSON, YAML.encode(), JSON.encode()])
    def test_either_language_gives_the_same_plain_values(self, text: str | bytes) -> None:
        """YAML and JSON, as text or bytes, become one tree of plain values (model §2.1)."""
        assert self.reader().read(text).root == ROOT

    @pytest.mark.parametrize(("text", "place"), [(YAML, Place(3, 9)), (JSON, Place(2, 19))])
    def test_parts_know_their_places(self, text: str, place: Place) -> None:
        """Each part of a document has the line and column at which it begins (model §2.5)."""
        assert self.reader().read(text).place_of(("nodes", 0, "id")) == place

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("", ["document_empty"]),
            ("[1]", ["document_not_mapping"]),
            ("a: 1\na: 2\nb: 1\nb: 2\n", ["duplicate_key", "duplicate_key"]),
            ('{"a": 1, "a": 2}', ["duplicate_key"]),
            ("a: [1", ["yaml_syntax"]),
            (b"a: \xff", ["yaml_syntax"]),
        ],
    )
    def test_wrong_texts_are_refused_with_all_that_is_wrong(
        self, text: str | bytes, codes: list[str]
    ) -> None:
        """A text that breaks a guard is refused with every finding (model §2.1, §2.2)."""
        with pytest.raises(ModelInvalidError) as caught:
            self.reader().read(text)
        assert [finding.code for finding in caught.value.errors] == codes

    def test_reading_remembers_nothing(self) -> None:
        """A reader reads as before after it has refused a text (model §2.1)."""
        reader = self.reader()
        with pytest.raises(ModelInvalidError):
            reader.read("a: [1")
        assert reader.read(YAML).root == reader.read(YAML).root == ROOT
