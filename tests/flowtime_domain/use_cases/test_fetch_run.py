"""Reading one run."""

import pytest

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_domain.errors import RunIdInvalidError, RunNotFoundError
from flowtime_domain.use_cases.fetch_run import FetchRun


def test_a_run_is_found_by_its_id() -> None:
    """A published run is read by its id (api §8.1)."""
    bench = Workbench()
    created = bench.create(model=clinic_desk.MODEL, options={"runId": "a"}).run
    assert FetchRun(bench.store)("a").run == created.run


def test_what_is_no_run() -> None:
    """An unknown id and a text that is no id are told apart (api §8)."""
    fetch_run = FetchRun(Workbench().store)
    with pytest.raises(RunNotFoundError):
        fetch_run("a")
    with pytest.raises(RunIdInvalidError):
        fetch_run("../a")


def test_an_open_run_is_known_without_reading_it() -> None:
    """A run is known as open once it was read, and not before (runs §9.2)."""
    bench = Workbench()
    run_id = bench.create(model=clinic_desk.MODEL, options={"runId": "a"}).run.run_id
    fetch_run = FetchRun(bench.store)
    bench.store.open_run(run_id)
    known = fetch_run.opened("a")
    assert known is not None
    assert known.run_id == run_id
    assert fetch_run.opened("b") is None
    assert fetch_run.opened("../a") is None
