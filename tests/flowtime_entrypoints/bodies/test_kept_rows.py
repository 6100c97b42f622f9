"""The series of the windows that were asked for last."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
import pytest

from examples.stored_runs import stored_run, view_of
from flowtime_domain.state.run_view import METRICS
from flowtime_domain.state.state_query import WindowQuery
from flowtime_domain.state.state_slice import window_slice
from flowtime_entrypoints.bodies.kept_rows import MANY_VALUES, KeptRows
from flowtime_entrypoints.bodies.rows_text import RowsText
from flowtime_entrypoints.bodies.stretch import STEP
from flowtime_entrypoints.bodies.window_rows import window_rows

BINS = 5 * STEP + 7
PLACES = 64
NAMES = tuple(f"Queue{place}" for place in range(PLACES))
TWO = ("served", "queue")
# As many bins of two series of each node as just make many values.
LONG = MANY_VALUES // (2 * PLACES)
WIDE = 2 * STEP
SOME_BYTES = 2 * 2**20
PLENTY = 64 * 2**20


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
    return [b",".join(pieces) for pieces in zip(*kept.columns(stands_for_run, found), strict=True)]


def known_bins(kept, ask, bins):
    """Those of some bins and the two around them of which values are known without numbers."""
    first, end = max(0, bins.start - 1), min(BINS, bins.stop + 1)
    values = rows(kept, ask(first, end - first))[0].split(b",")
    return [index for index, value in zip(range(first, end), values, strict=True) if value != b"null"]


def memory(ask, bins):
    """What the text of some bins takes."""
    return RowsText(window_rows(ask(bins.start, len(bins))), bins).memory


@pytest.mark.parametrize("most_bytes", [SOME_BYTES, 2 * 600_000, 2 * 200_000, 0])
def test_windows_in_any_order(ask, most_bytes):
    """Whatever was asked for before, and however little is kept, a window says its numbers (state §5.1)."""
    random, kept = Random(most_bytes), KeptRows(most_bytes)
    choices = [(TWO, None), (METRICS, None), (TWO, NAMES[::2]), (("color",), NAMES)]
    first, count = 0, 2 * LONG
    for _ in range(80):
        if random.random() < 0.2:
            first, count = random.randrange(BINS), random.choice((1, LONG, 3 * LONG, BINS))
        first = min(max(0, first + random.randint(-LONG, LONG)), BINS - 1)
        found = ask(first, min(count, BINS - first), *random.choice(choices))
        assert rows(kept, found) == window_rows(found)


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ([(0, LONG)], (0, LONG)),
        ([(WIDE - 1, WIDE)], (WIDE - 1, 2 * WIDE - 1)),
        ([(WIDE + 1, WIDE + 5), (WIDE + 2, WIDE + 3)], (WIDE + 1, 2 * WIDE + 6)),
        ([(WIDE + 1, WIDE), (WIDE + 1, WIDE)], (WIDE + 1, 2 * WIDE + 1)),
        ([(WIDE + 1, WIDE), (WIDE + 2, WIDE)], (WIDE + 1, 5 * STEP)),
        ([(WIDE - 1, WIDE), (WIDE, WIDE)], (WIDE - 1, 2 * WIDE)),
        ([(WIDE - 1, WIDE), (WIDE - 2, WIDE)], (STEP, 2 * WIDE - 1)),
        ([(WIDE + 1, WIDE), (WIDE, WIDE)], (WIDE, 2 * WIDE + 1)),
        ([(WIDE + 1, WIDE), (WIDE - 1, WIDE + 4)], (STEP, 5 * STEP)),
        ([(3 * STEP, WIDE), (BINS - WIDE, WIDE)], (3 * STEP, BINS)),
        ([(0, WIDE), (STEP, WIDE), (2 * STEP, WIDE)], (0, 4 * STEP)),
        ([(0, WIDE), (STEP + 1, WIDE)], (STEP + 1, STEP + 1 + WIDE)),
    ],
)
def test_what_is_known_grows_in_steps(ask, lose_numbers, asked, known):
    """Known bins grow up to a step, but begin anew where less than half is known (state §5.1)."""
    kept = KeptRows(PLENTY)
    for window in asked:
        assert rows(kept, ask(*window)) == window_rows(ask(*window))
    lose_numbers()
    assert known_bins(kept, ask, range(*known)) == [*range(*known)]


@pytest.mark.parametrize(
    ("share", "known"), [(1.02, (0, 4 * STEP)), (0.98, (WIDE, 4 * STEP)), (0.6, (WIDE, 2 * WIDE - 1))]
)
def test_a_stretch_that_is_too_long_loses_its_far_end(ask, lose_numbers, share, known):
    """A stretch takes up to half of the memory; of a longer one the far end goes, or all (state §5.1)."""
    kept, (first, end) = KeptRows(int(2 * share * memory(ask, range(4 * STEP)))), known
    for window in [(0, WIDE), (STEP, WIDE), (WIDE, WIDE - 1)]:
        assert rows(kept, ask(*window)) == window_rows(ask(*window))
    expected = window_rows(ask(first, end - first))
    lose_numbers()
    assert rows(kept, ask(first, end - first)) == expected
    assert rows(kept, ask(end - LONG + 1, LONG))[0].endswith(b"null")
    assert first == 0 or rows(kept, ask(first - 1, LONG))[0].startswith(b"null")


def test_a_window_that_is_too_long_is_not_kept(ask, lose_numbers):
    """A window that takes more than half of the memory takes none (state §5.1)."""
    kept = KeptRows(2 * memory(ask, range(WIDE)) - 1)
    kept.columns("run", ask(0, WIDE))
    lose_numbers()
    assert known_bins(kept, ask, range(WIDE)) == []


def test_the_runs_that_were_asked_for_last_are_kept(ask, lose_numbers):
    """When all memory is taken, the stretch goes that was not asked for the longest (state §5.1)."""
    kept, expected = KeptRows(4 * memory(ask, range(LONG))), window_rows(ask(0, LONG))
    for run in "abcdae":
        kept.columns(run, ask(0, LONG))
    lose_numbers()
    assert [run for run in "acdeb" if rows(kept, ask(0, LONG), run) == expected] == [*"acde"]


@pytest.mark.parametrize(
    ("stands_for_run", "metrics", "node_ids"),
    [("other", TWO, NAMES[1:]), ("run", METRICS, NAMES[1:]), ("run", TWO, NAMES[:-1])],
)
def test_other_runs_nodes_and_metrics_are_kept_apart(ask, lose_numbers, stands_for_run, metrics, node_ids):
    """What was written for one question is no answer to another (state §5.1)."""
    kept, known = KeptRows(PLENTY), ask(0, 2 * LONG, TWO, NAMES[1:])
    expected = window_rows(known)
    kept.columns("run", known)
    lose_numbers()
    other = ask(0, 2 * LONG, metrics, node_ids)
    assert rows(kept, other, stands_for_run) == window_rows(other)
    assert rows(kept, ask(0, 2 * LONG, TWO, NAMES[1:])) == expected


def test_few_values_are_not_kept(ask, lose_numbers):
    """Windows of few values take no memory (state §5.1)."""
    kept, found = KeptRows(PLENTY), ask(0, LONG - 1)
    expected = window_rows(found)
    kept.columns("run", found)
    lose_numbers()
    assert rows(kept, ask(0, LONG - 1)) != expected


def test_many_threads_may_ask(ask):
    """Whoever else asks at once, and whatever has to go, a window says its numbers (state §5.1)."""
    kept = KeptRows(4 * memory(ask, range(2 * LONG)))
    windows = [ask(first, LONG) for first in range(0, 4 * LONG, 7)]
    answers = [(found, window_rows(found)) for found in windows]

    def reader(seed):
        chosen = Random(seed).choices([(run, *answer) for run in "abcdefghij" for answer in answers], k=60)
        return all(rows(kept, found, run) == expected for run, found, expected in chosen)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(reader, range(8)))
