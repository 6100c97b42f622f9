"""Reading the state of a run in one bin."""

import pytest

from examples import order_support
from examples.stored_runs import READER
from examples.workbench import Workbench
from flowtime_domain.errors import RunNotFoundError
from flowtime_domain.ports.run_observer import SnapshotRead
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import SnapshotQuery
from flowtime_domain.use_cases.fetch_state import FetchState


@pytest.fixture
def bench():
    bench = Workbench()
    bench.create(model=order_support.MODEL, options={"runId": "a"})
    bench.observer.events.clear()
    return bench


def test_a_bin_is_found_and_told(bench):
    """A read bin gives one event about it; finding it gives none (state §4.1, operations §2.6)."""
    fetch_state = FetchState(bench.store, RunViews(READER), bench.observer)
    found = fetch_state.find(RunId("a"), SnapshotQuery(2, ("SupportQueue",)))
    assert found.numbers.values_of("queue").tolist() == [[20]]
    assert bench.observer.events == []
    fetch_state.tell(found)
    (event,) = bench.observer.events
    assert isinstance(event, SnapshotRead)
    assert (event.subject.run_id, event.bin_index, event.total_bins, event.node_count) == ("a", 2, 4, 1)


def test_a_run_that_is_none(bench):
    """An unknown run is told before anything else is looked at (state §1.4)."""
    with pytest.raises(RunNotFoundError):
        FetchState(bench.store, RunViews(READER), bench.observer).find(RunId("b"), SnapshotQuery(99))
