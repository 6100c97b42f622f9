import threading
from itertools import count, islice

import pytest

from flowtime_domain.evaluation.scenarios.ordered_results import ordered_results


def own_threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith("flowtime-scenarios")]


@pytest.mark.parametrize(("workers", "together"), [(1, 1), (2, 1), (5, 1), (1, 7), (2, 1000), (3, 7)])
def test_results_come_in_order(workers, together):
    """Results come in the order of the pieces, whoever is done first (engine §1.6)."""
    second_is_done = threading.Event()

    def work(piece):
        if piece == 0 and workers > 1 == together:
            second_is_done.wait(10)
        if piece == 1:
            second_is_done.set()
        return piece * 10

    assert list(ordered_results(work, range(50), workers, together)) == [piece * 10 for piece in range(50)]
    assert own_threads() == []


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_is_fetched_than_is_needed(workers):
    """Of endless work only a few pieces are fetched ahead (design §1)."""
    fetched = []
    results = ordered_results(abs, (fetched.append(piece) or piece for piece in count()), workers)
    assert list(islice(results, 100)) == list(range(100))
    assert len(fetched) <= 100 + 4 * workers
    results.close()


def test_closing_ends_a_task_with_the_piece_that_it_is_at():
    """A thread with many pieces does not finish them all for nobody (design §1)."""
    is_closing = threading.Event()
    done = []

    def work(piece):
        if piece >= 100:
            is_closing.wait(10)
            done.append(piece)
        return piece

    results = ordered_results(work, range(1000), 2, pieces_per_task=100)
    next(results)
    threading.Timer(0.05, is_closing.set).start()
    results.close()
    assert own_threads() == []
    assert len(done) <= 2


def test_closing_stops_the_threads():
    """Whoever closes the results ends the threads and drops what waits (design §1)."""
    done = []
    results = ordered_results(done.append, count(), workers=2)
    next(results)
    results.close()
    assert own_threads() == []
    assert len(done) <= 1 + 4 * 2
    assert list(results) == []


@pytest.mark.parametrize(("workers", "together"), [(1, 1), (2, 1), (2, 4)])
def test_a_failure_comes_in_its_turn_and_ends_the_results(workers, together):
    """What the work raises comes after the results before it, and ends the threads (design §7)."""
    results = ordered_results(lambda piece: 6 // piece, [3, 2, 0, 1], workers, together)
    assert [next(results), next(results)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert list(results) == []
    assert own_threads() == []
