"""An observer that remembers."""

from flowtime_domain.ports.run_observer import RunEvent


class RecordingRunObserver:
    """Keeps every event in `events`."""

    def __init__(self) -> None:
        self.events: list[RunEvent] = []

    def observe(self, event: RunEvent) -> None:
        self.events.append(event)

    @property
    def names(self) -> list[str]:
        """The kinds of the events, in their order."""
        return [type(event).__name__ for event in self.events]
