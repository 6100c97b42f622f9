"""Imports without files, and the worked example of telemetry §6.12."""

from typing import Any, Final

from examples.workbench import ENGINE_VERSION
from fakes.capture_store import InMemoryCaptureStore
from fakes.clock import FixedClock
from fakes.import_source import InMemoryImportSource
from fakes.run_observer import RecordingRunObserver
from fakes.time_zones import FixedTimeZones
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.telemetry.capture_result import CaptureResult
from flowtime_domain.telemetry.import_options import read_import_request
from flowtime_domain.telemetry.import_request import ImportRequest
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.import_telemetry import ImportTelemetry

VISITS: Final = """timestamp,value
2025-03-03 08:02:00,4
2025-03-03 08:07:00,6
2025-03-03 08:12:00,5
2025-03-03 08:22:00,7
2025-03-03 08:22:00,1
2025-03-03 08:27:00,9
"""
SINGLE: Final = [{"nodeId": "Desk", "metric": "Arrivals"}]


def members(**changes: Any) -> dict[str, Any]:
    """The body of a request to import `visits.csv`; objects are changed member by member, None leaves out."""
    body: dict[str, Any] = {
        "source": {"type": "file", "path": "visits.csv"},
        "series": SINGLE,
        "grid": {"binSize": 5, "binUnit": "minutes", "align": "data"},
        "output": {"captureKey": "clinic"},
    }
    for name, value in changes.items():
        body[name] = {**body.get(name, {}), **value} if isinstance(value, dict) else value
    return body


def request_of(limits: ModelLimits | None = None, **changes: Any) -> ImportRequest:
    """A request to import `visits.csv`."""
    return read_import_request(
        members(**changes), FixedTimeZones(), limits or ModelLimits(), is_confined=True
    )


class Imports:
    """Imports texts into captures in memory, two rows at a time unless told otherwise."""

    def __init__(self, limits: ModelLimits | None = None) -> None:
        self.store = InMemoryCaptureStore()
        self.observer = RecordingRunObserver()
        self.gate = CreationGate(1, 1)
        self.limits = limits or ModelLimits()
        self.rows_told: list[int] = []

    def __call__(self, text: str = VISITS, rows_at_a_time: int = 2, **changes: Any) -> CaptureResult:
        source = InMemoryImportSource({"visits.csv": text}, rows_at_a_time)
        use_case = ImportTelemetry(
            {"csv": source},
            self.store,
            FixedTimeZones(),
            self.gate,
            self.observer,
            FixedClock(),
            self.limits,
            ENGINE_VERSION,
        )
        return use_case(request_of(self.limits, **changes), self.rows_told.append)

    def cells(self, result: CaptureResult, path: str = "Desk_arrivals.csv") -> str:
        """The values of a file, one after the other, `_` where one is missing."""
        lines = result.capture.bundle.files[path].decode().splitlines()[1:]
        return " ".join(line.partition(",")[2] or "_" for line in lines)


def gap_times(result: CaptureResult) -> list[tuple[str, str]]:
    """When the gaps of the first series begin and end, by hour and minute."""
    return [
        (f"{interval.start:%H:%M}", f"{interval.end:%H:%M}")
        for series in result.capture.gaps.series[:1]
        for interval in series.intervals
    ]


def warnings(result: CaptureResult) -> list[tuple[str, int]]:
    """Codes and counts of the warnings of a capture."""
    return [(each.finding.code, each.finding.count) for each in result.capture.findings]
