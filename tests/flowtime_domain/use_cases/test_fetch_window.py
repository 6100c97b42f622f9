"""Reading the state of a run over a range of bins."""

import pytest

from examples import order_support
from examples.stored_runs import READER
from examples.workbench import Workbench
from flowtime_domain.errors import WindowTooLargeError
from flowtime_domain.ports.run_observer import WindowRead
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.use_cases.fetch_window import FetchWindow


@pytest.fixture
def bench():
    bench = Workbench()
    bench.create(model=order_support.MODEL, options={"runId": "a"})
    bench.observer.events.clear()
    return bench


def test_a_window_is_found_and_told(bench):
    """A read window gives one event about it; finding it gives none (state §5.1, operations §2.6)."""
    fetch_window = FetchWindow(bench.store, RunViews(READER), bench.observer, 72)
    found = fetch_window.find(RunId("a"), WindowQuery(1, 3, None, ("queue",)))
    assert bench.observer.events == []
    fetch_window.tell(found)
    (event,) = bench.observer.events
    assert isinstance(event, WindowRead)
    assert (event.start_bin, event.end_bin, event.requested_bins, event.total_bins) == (1, 3, 3, 4)
    assert (event.node_count, event.points) == (2, 3)


def test_a_window_beyond_the_limit(bench):
    """The limit of the deployment holds (state §5.4)."""
    with pytest.raises(WindowTooLargeError):
        FetchWindow(bench.store, RunViews(READER), bench.observer, 71).find(RunId("a"), WindowQuery(0, 3))
