"""One observer that is several."""

from typing import final

from flowtime_domain.ports.run_observer import RunEvent, RunObserver


@final
class FanOut:
    """Hands every event to each of its observers, in their order."""

    def __init__(self, *observers: RunObserver) -> None:
        self._observers = observers

    def observe(self, event: RunEvent) -> None:
        """Hand on the event."""
        for observer in self._observers:
            observer.observe(event)
