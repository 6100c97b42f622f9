import pytest

from examples.older_bundles import older_bundle, without
from examples.stored_runs import READER
from flowtime_domain.runs.older.documents_reading import DocumentsReading, listed_facts

BUNDLE = older_bundle()


def reading_of(contents):
    return DocumentsReading(contents.get, READER.read)


def test_all_documents_are_looked_at():
    """One unreadable document hides nothing about another (runs §9.3)."""
    broken = {**BUNDLE, "model/metadata.json": b"{", "manifest.json": b"[]", "model/model.yaml": b"a: [b"}
    reading = reading_of(broken)
    documents = reading.documents()
    assert (documents.metadata, documents.manifest, documents.model.written) == ({}, {}, {})
    assert [(finding.code, finding.file) for finding in reading.findings] == [
        ("manifest_invalid", "manifest.json"),
        ("identity_differs", "model/metadata.json"),
        ("identity_differs", "model/model.yaml"),
    ]


def test_specification_stands_in_for_the_model():
    """The model is model/model.yaml, else spec.yaml, and one of them there must be (runs §10.2)."""
    reading = reading_of(without(BUNDLE, "model/model.yaml"))
    assert reading.model().topology.nodes
    assert reading.findings == []
    reading = reading_of(without(BUNDLE, "model/model.yaml", "spec.yaml"))
    assert reading.model().topology.nodes == ()
    assert [(finding.code, finding.file) for finding in reading.findings] == [
        ("file_missing", "model/model.yaml")
    ]


def test_facts_are_listed_only_if_every_document_reads():
    """A row of a listing needs documents that can be read (runs §10.3, §10.4)."""
    assert listed_facts("a", BUNDLE.get, READER.read).template_id == "order-system"
    with pytest.raises(ValueError, match="cannot be read"):
        listed_facts("a", {**BUNDLE, "run.json": b""}.get, READER.read)
