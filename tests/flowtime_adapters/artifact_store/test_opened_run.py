from examples.clinic_desk import RUN_ID, clinic_desk_bundle
from fakes.artifact_store import InMemoryStoredRun, bundle_contents
from flowtime_adapters.artifact_store.opened_run import OpenRuns
from flowtime_domain.runs.identity import RunId

RUN = InMemoryStoredRun(RUN_ID, bundle_contents(clinic_desk_bundle()))
ONE, OTHER, NOTHING = ((1, 2, 3, 4), None), ((1, 2, 3, 4), (1, 2, 3, 5)), (None, None)


def test_run_is_known_by_id_and_manifest():
    """A run is answered from memory only while its manifest is the one that was verified (runs §9.2)."""
    runs = OpenRuns(2)
    runs.keep(RUN_ID, ONE, RUN)
    assert runs.get(RUN_ID, ONE) is RUN
    assert runs.get(RUN_ID, OTHER) is None
    assert runs.get(RUN_ID, NOTHING) is None
    assert runs.get(RunId("other"), ONE) is None


def test_run_that_was_not_used_longest_is_forgotten_first():
    """Only so many runs stay open; using one keeps it (runs §10.1)."""
    runs = OpenRuns(2)
    first, second, third = RunId("first"), RunId("second"), RunId("third")
    runs.keep(first, ONE, RUN)
    runs.keep(second, ONE, RUN)
    assert runs.get(first, ONE) is RUN
    runs.keep(third, ONE, RUN)
    assert runs.get(second, ONE) is None
    assert runs.get(first, ONE) is runs.get(third, ONE) is RUN


def test_corrupt_run_is_remembered_until_it_is_found_intact():
    """What verification found stays known for that manifest until the run is intact (runs §9.4)."""
    runs = OpenRuns(2)
    runs.keep(RUN_ID, ONE, RUN)
    assert runs.condemn(RUN_ID, ONE)
    assert not runs.condemn(RUN_ID, ONE)
    assert runs.get(RUN_ID, ONE) is None
    assert runs.is_condemned(RUN_ID, ONE)
    assert not runs.is_condemned(RUN_ID, OTHER)
    runs.keep(RUN_ID, ONE, RUN)
    assert not runs.is_condemned(RUN_ID, ONE)


def test_run_without_a_manifest_is_not_taken_for_a_corrupt_one():
    """A run that nobody has looked at is not known to be corrupt (runs §9.4)."""
    assert not OpenRuns(2).is_condemned(RUN_ID, NOTHING)
