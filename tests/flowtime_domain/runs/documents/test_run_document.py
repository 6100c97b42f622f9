import pytest

from examples.clinic_desk import clinic_desk, clinic_desk_bundle
from flowtime_domain.runs.artifact_documents import RunDocument


def test_created_is_the_moment_of_creation():
    """The stored time of creation reads back as the moment it was (runs §1.3)."""
    run = RunDocument.from_json(clinic_desk_bundle().documents["run.json"])
    assert run.created == clinic_desk().created


def test_created_is_a_moment():
    """A document whose time of creation is none cannot be read (runs §1.3)."""
    content = clinic_desk_bundle().documents["run.json"]
    wrong = content.replace(b'"createdUtc": "2025-11', b'"createdUtc": "2025-13')
    assert wrong != content
    with pytest.raises(ValueError, match="month"):
        RunDocument.from_json(wrong)
