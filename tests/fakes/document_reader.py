"""A reader of documents that remembers what it has read."""

from flowtime_domain.model.document import Document
from flowtime_domain.ports.document_reader import DocumentReader


class RecordingDocumentReader:
    """Lets another reader read, and keeps the texts in the order of reading."""

    def __init__(self, reader: DocumentReader) -> None:
        self.texts: list[str | bytes] = []
        self._reader = reader

    def read(self, text: str | bytes) -> Document:
        self.texts.append(text)
        return self._reader.read(text)
