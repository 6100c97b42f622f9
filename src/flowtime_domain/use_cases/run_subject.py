"""The stored run that an event is about."""

from flowtime_domain.ports.run_observer import RunSubject
from flowtime_domain.runs.stored_run import StoredRun


def subject_of(run: StoredRun) -> RunSubject:
    """What events about reading a run say of it."""
    return RunSubject(run.run.run_id, run.run.template_id, run.run.mode)
