"""The series of the windows that were asked for last."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
import pytest

from examples.stored_runs import stored_run, view_of
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.state.state_slice import window_slice
from flowtime_entrypoints.bodies.kept_rows import MANY_VALUES, STEP, KeptRows
from flowtime_entrypoints.bodies.rows_text import RowsText
from flowtime_entrypoints.bodies.window_rows import window_rows

BINS = 5 * STEP + 7
PLACES = 60
NAMES = tuple(f"Queue{place}" for place in range(PLACES))
TWO = ("served", "queue")
# As many bins of two series of each node as make many values.
LONG = MANY_VALUES // (2 * PLACES) + 1
SOME_BYTES = 4 * 2**20


@pytest.fixture(scope="module")
def run():
    """A run of queues with whole and broken numbers."""
    served = {f"s{place}": [(t * (place + 3)) % 17 / 4 for t in range(BINS)] for place in range(PLACES)}
    series = {"a": [t % 5 for t in range(BINS)], "d": [t % 7 / 3 for t in range(BINS)], **served}
    places = [
        {"id": name, "kind": "queue", "semantics": {"arrivals": "a", "served": own, "queueDepth": "d"}}
        for name, own in zip(NAMES, served, strict=True)
    ]
    return stored_run(
        {
            "grid": {"bins": BINS, "binSize": 1, "binUnit": "minutes"},
            "nodes": [{"id": name, "values": values} for name, values in series.items()],
            "topology": {"nodes": places},
        }
    )


@pytest.fixture
def ask(run):
    """Asks for a window of the run."""
    view = view_of(run)

    def found(first, count, metrics=TWO, node_ids=None):
        query = WindowQuery(first, first + count - 1, node_ids, metrics)
        return window_slice(run, view, query, 10**9)

    return found


@pytest.fixture
def lose_numbers(run, monkeypatch):
    """Takes the numbers away, so that only what is kept has them."""
    return lambda: monkeypatch.setattr(run, "matrix", np.full_like(run.matrix, np.nan))


def rows(kept, found, stands_for_run="run"):
    """The rows of a window, put together from their pieces."""
    return [b"".join(pieces) for pieces in zip(*kept.columns(stands_for_run, found), strict=True)]


@pytest.mark.parametrize("most_bytes", [SOME_BYTES, 4 * 600_000, 4 * 60_000, 0])
def test_windows_in_any_order(ask, most_bytes):
    """Whatever was asked for before, and however little is kept, a window says its numbers (state §5.1)."""
    random, kept = Random(most_bytes), KeptRows(most_bytes)
    choices = [(TWO, None), (METRICS, None), (TWO, NAMES[::2]), (("color",), NAMES)]
    first, count = 0, 2 * LONG
    for _ in range(150):
        if random.random() < 0.2:
            first, count = random.randrange(BINS), random.choice((1, LONG, 3 * LONG, BINS))
        first = min(max(0, first + random.randint(-LONG, LONG)), BINS - 1)
        found = ask(first, min(count, BINS - first), *random.choice(choices))
        assert rows(kept, found) == window_rows(found)


@pytest.mark.parametrize(("first", "count"), [(100, 2 * LONG), (100, LONG), (100 + LONG, LONG), (110, LONG)])
def test_what_is_known_is_not_read_again(ask, lose_numbers, first, count):
    """Bins of which all was written are answered without the numbers of the run (api §4.2)."""
    kept, expected = KeptRows(), window_rows(ask(first, count))
    kept.columns("run", ask(100, 2 * LONG))
    lose_numbers()
    assert rows(kept, ask(first, count)) == expected


@pytest.mark.parametrize("moves", [[1], [-1], [1, -1, 5], [STEP, 7], [-STEP]])
def test_whoever_moves_on_has_the_next_bins_written(ask, lose_numbers, moves):
    """A window that goes beyond what is known makes it grow to the next step (api §4.2)."""
    kept, count = KeptRows(), 2 * STEP
    place = 2 * STEP - 1
    kept.columns("run", ask(place, count))
    for move in moves:
        place += move
        assert rows(kept, ask(place, count)) == window_rows(ask(place, count))
    first = STEP if min(moves) < -1 else place - place % STEP
    expected = window_rows(ask(first, STEP))
    lose_numbers()
    assert rows(kept, ask(first, STEP)) == expected


def test_what_is_far_away_begins_anew(ask, lose_numbers):
    """Of a window that has little in common with what is known only its own bins are kept (api §4.2)."""
    kept = KeptRows()
    kept.columns("run", ask(0, 2 * LONG))
    kept.columns("run", ask(LONG + 1, 2 * LONG))
    expected = window_rows(ask(LONG + 1, 2 * LONG))
    lose_numbers()
    assert rows(kept, ask(LONG + 1, 2 * LONG)) == expected
    assert rows(kept, ask(0, LONG)) != expected


def test_a_stretch_that_is_too_long_keeps_what_is_near(ask, lose_numbers):
    """No stretch takes more than its share of memory; of one that would, the far end goes (api §4.2)."""
    whole = RowsText(window_rows(ask(0, BINS)), range(BINS))
    kept = KeptRows(4 * whole.memory * 3 // 5)
    for first in range(0, 3 * STEP, LONG):
        assert rows(kept, ask(first, 2 * STEP)) == window_rows(ask(first, 2 * STEP))
    near, far = window_rows(ask(first, 2 * STEP)), window_rows(ask(0, 2 * STEP))
    lose_numbers()
    assert rows(kept, ask(first, 2 * STEP)) == near
    assert rows(kept, ask(0, 2 * STEP)) != far


@pytest.mark.parametrize(
    ("stands_for_run", "metrics", "node_ids"),
    [("other", TWO, None), ("run", METRICS, None), ("run", TWO, NAMES[1:])],
)
def test_other_runs_nodes_and_metrics_are_kept_apart(ask, lose_numbers, stands_for_run, metrics, node_ids):
    """What was written for one question is no answer to another (state §5.1)."""
    kept, known = KeptRows(), ask(0, 2 * LONG)
    expected = window_rows(known)
    kept.columns("run", known)
    lose_numbers()
    other = ask(0, 2 * LONG, metrics, node_ids)
    assert rows(kept, other, stands_for_run) == window_rows(other)
    assert rows(kept, ask(0, 2 * LONG)) == expected


def test_few_values_are_not_kept(ask, lose_numbers):
    """Windows of few values take no memory (api §4.2)."""
    kept, found = KeptRows(), ask(0, LONG - 1)
    expected = window_rows(found)
    kept.columns("run", found)
    lose_numbers()
    assert rows(kept, ask(0, LONG - 1)) != expected


def test_many_threads_may_ask(ask):
    """Whoever else asks at once, a window says its numbers (state §5.1)."""
    kept = KeptRows(SOME_BYTES)

    def reader(seed):
        random = Random(seed)
        places = [random.randrange(BINS - 3 * LONG) for _ in range(40)]
        return all(rows(kept, ask(place, 3 * LONG)) == window_rows(ask(place, 3 * LONG)) for place in places)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(reader, range(8)))
