import pytest

from examples.clinic_desk import clinic_desk_bundle
from flowtime_domain.runs.artifact_documents import RunDocument, plain_members

CONTENT = clinic_desk_bundle().documents["run.json"]


def test_document_is_written_as_it_was_read():
    """Reading and writing a document gives the same bytes (runs §1.5)."""
    assert RunDocument.from_json(CONTENT).to_json() == CONTENT


def test_reader_ignores_members_it_does_not_know():
    """A member of a later version is ignored, at the root and inside (runs §6.12)."""
    extended = CONTENT.replace(b'"bins": 3,', b'"bins": 3, "scale": 1,').replace(b"{", b'{ "later": [],', 1)
    assert RunDocument.from_json(extended).to_json() == CONTENT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"schemaVersion": 2', b'"schemaVersion": 3'),
        (b'"bins": 3', b'"bins": 3.5'),
        (b'"bins": 3', b'"bins": "3"'),
        (b'"bins": 3', b'"bins": true'),
        (b'"mode": "simulation",', b""),
        (b'"createdUtc": "2025-11-04T08:15:03.221045Z"', b'"createdUtc": "yesterday"'),
        (b'"scenarioHash": "sha256:', b'"scenarioHash": "'),
        (b"{", b""),
        (b'"unit"', b'"\xff"'),
    ],
)
def test_reader_refuses_wrong_documents(old, new):
    """A missing member, another type, a malformed hash or text that is no JSON is not read (runs §6.12)."""
    assert old in CONTENT
    with pytest.raises(ValueError):
        RunDocument.from_json(CONTENT.replace(old, new, 1))


def test_members_are_made_of_dicts_and_lists_in_their_order():
    """Any mapping or sequence becomes what JSON has, numbers keeping their type (runs §1.4)."""
    plain = plain_members({"b": (1, 2.0, None), "a": {"deep": ("x", True)}})
    assert list(plain.items()) == [("b", [1, 2.0, None]), ("a", {"deep": ["x", True]})]
    assert [type(number) for number in plain["b"][:2]] == [int, float]
