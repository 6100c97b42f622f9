"""Reading the documents of an older bundle (runs §10.2).

Rule 1: what is wrong with one document hides nothing about another.
"""

from collections.abc import Callable
from typing import TypeAlias, final

from flowtime_domain.errors import DocumentError, ModelInvalidError
from flowtime_domain.model.tree import Tree
from flowtime_domain.runs import file_names
from flowtime_domain.runs.older.facts import OlderRunFacts
from flowtime_domain.runs.older.members import read_members
from flowtime_domain.runs.older.model import OlderModel, ReadDocument, older_model
from flowtime_domain.runs.older.translation import OlderDocuments, run_facts

Content: TypeAlias = Callable[[str], bytes | None]


@final
class DocumentsReading:
    """Reads the documents of an older bundle.

    Parameters
    ----------
    content
        Gives the bytes of a file, None if there is no such file.
    read_document
        Reads YAML texts.

    Attributes
    ----------
    findings
        What is wrong with them, as far as they have been read.
    """

    def __init__(self, content: Content, read_document: ReadDocument) -> None:
        self.content = content
        self._read_document = read_document
        self.findings: list[DocumentError] = []

    def documents(self) -> OlderDocuments:
        """What says what the run is; a document that cannot be read counts as empty."""
        return OlderDocuments(
            run=self.members(file_names.RUN, "identity_differs"),
            manifest=self.members(file_names.MANIFEST, "manifest_invalid", "manifest_missing"),
            metadata=self.members(file_names.METADATA, "identity_differs"),
            model=self.model(),
        )

    def members(self, path: str, code: str, code_if_absent: str | None = None) -> Tree:
        """The members of a JSON document."""
        content = self.content(path)
        if content is None:
            if code_if_absent is not None:
                self.report(code_if_absent, "The file is missing.", path)
            return {}
        try:
            return read_members(content)
        except ValueError:
            self.report(code, "The document cannot be read.", path)
            return {}

    def model(self) -> OlderModel:
        """What the model describes: model/model.yaml, else spec.yaml."""
        path = file_names.MODEL
        content = self.content(path)
        if content is None:
            path = file_names.SPECIFICATION
            content = self.content(path)
        if content is None:
            self.report("file_missing", "The file is missing.", file_names.MODEL)
            return OlderModel()
        try:
            return older_model(self._read_document(content))
        except ModelInvalidError:
            self.report("identity_differs", "The model cannot be read.", path)
            return OlderModel()

    def report(self, code: str, message: str, path: str) -> None:
        """Remember what is wrong with a file."""
        self.findings.append(DocumentError(code=code, message=message, pointer="", file=path))


def listed_facts(run_id: str, content: Content, read_document: ReadDocument) -> OlderRunFacts:
    """What an older bundle says of its run, read from its documents alone.

    Raises
    ------
    ValueError
        Its documents cannot be read.
    """
    reading = DocumentsReading(content, read_document)
    documents = reading.documents()
    if reading.findings:
        raise ValueError(reading.findings[0].message)
    return run_facts(run_id, documents)
