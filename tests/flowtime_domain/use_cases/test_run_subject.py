"""The stored run that an event is about."""

from examples import clinic_desk
from examples.stored_runs import stored_run
from flowtime_domain.use_cases.run_subject import subject_of


def test_it_is_named():
    """An event about reading a run names run, template and mode (operations §2.6)."""
    subject = subject_of(stored_run(clinic_desk.MODEL))
    assert (subject.run_id, subject.template_id, subject.mode) == ("a", "clinic-desk", "simulation")
