"""Limits on what is created at the same time."""

from contextlib import ExitStack
from threading import Barrier, Thread

import pytest

from flowtime_domain.errors import ShuttingDownError, TooManyCreationsError
from flowtime_domain.use_cases.creation_gate import CreationGate


def test_one_creation_too_many() -> None:
    """The 33rd creation of 32 is refused, naming limit and setting (api §4.1)."""
    gate = CreationGate(max_creations=32, max_cells=1)
    with ExitStack() as running:
        for _ in range(32):
            running.enter_context(gate.place())
        with pytest.raises(TooManyCreationsError) as caught, gate.place():
            pass
        error = caught.value.errors[0]
        assert (error.limit, error.requested, error.setting) == (32, 33, "FLOWTIME_MAX_CONCURRENT_CREATIONS")
    assert gate.in_progress == 0


def test_cells_of_all_running_creations() -> None:
    """A creation that would bring the running cells above their limit is refused (api §4.1)."""
    gate = CreationGate(max_creations=9, max_cells=100)
    with gate.cells(60):
        with gate.cells(40):
            pass
        with pytest.raises(TooManyCreationsError) as caught, gate.cells(41):
            pass
        error = caught.value.errors[0]
        assert (error.limit, error.requested, error.setting) == (100, 101, "FLOWTIME_MAX_RUNNING_CELLS")
    with gate.cells(100):
        pass


def test_what_fails_gives_its_place_back() -> None:
    """A failed creation blocks nobody (runs §5.6)."""
    gate = CreationGate(max_creations=1, max_cells=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), gate.place(), gate.cells(1):
            raise ZeroDivisionError


def test_closing_lets_running_work_finish() -> None:
    """At a stop nothing new begins while running requests may finish (operations §5.2)."""
    gate = CreationGate(max_creations=2, max_cells=1)
    with gate.place():
        gate.close()
        assert not gate.is_open
        gate.check_stop()
        with pytest.raises(ShuttingDownError), gate.place():
            pass


def test_abandoning_stops_running_work() -> None:
    """After the deadline running creations are told to stop (operations §5.2)."""
    gate = CreationGate(max_creations=2, max_cells=1)
    gate.abandon()
    with pytest.raises(ShuttingDownError):
        gate.check_stop()
    with pytest.raises(ShuttingDownError), gate.place():
        pass


def test_threads_share_the_places() -> None:
    """Of many threads that ask at once exactly as many get a place as there are (api §4.1)."""
    gate = CreationGate(max_creations=5, max_cells=1)
    together, outcomes = Barrier(20), []

    def creation() -> None:
        together.wait()
        try:
            with gate.place():
                outcomes.append("in")
                together.wait()
        except TooManyCreationsError:
            outcomes.append("refused")
            together.wait()

    threads = [Thread(target=creation) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] * 5 + ["refused"] * 15
