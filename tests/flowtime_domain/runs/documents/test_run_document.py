from examples.clinic_desk import clinic_desk, clinic_desk_bundle
from flowtime_domain.runs.artifact_documents import RunDocument


def test_created_is_the_moment_of_creation():
    """The stored time of creation reads back as the moment it was (runs §1.3)."""
    run = RunDocument.from_json(clinic_desk_bundle().documents["run.json"])
    assert run.created == clinic_desk().created
