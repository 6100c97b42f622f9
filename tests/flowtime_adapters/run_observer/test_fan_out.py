"""Several observers as one."""

from contracts.run_observer import CREATED, STARTED, RunObserverContract
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.run_observer.fan_out import FanOut


class TestFanOut(RunObserverContract):
    def observer(self) -> FanOut:
        return FanOut(RecordingRunObserver())


class TestRecordingRunObserver(RunObserverContract):
    def observer(self) -> RecordingRunObserver:
        return RecordingRunObserver()


def test_each_observer_sees_every_event_in_order() -> None:
    """Log and metrics see the same events (operations §3.3)."""
    observers = [RecordingRunObserver(), RecordingRunObserver()]
    fan_out = FanOut(*observers)
    fan_out.observe(STARTED)
    fan_out.observe(CREATED)
    assert [observer.events for observer in observers] == [[STARTED, CREATED]] * 2
