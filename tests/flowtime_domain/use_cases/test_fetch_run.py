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
