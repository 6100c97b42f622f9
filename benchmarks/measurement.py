"""How the benchmarks measure: actions in turn, medians, and a word about the machine.

Rule 1: what is compared runs in turn within one process run, so that a busy moment hits all alike.
Rule 2: a benchmark reports; it never passes or fails because of a time.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """Durations of one action, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle duration."""
        return statistics.median(self.seconds)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Between them lies the middle half of the durations."""
        lower, _, upper = statistics.quantiles(self.seconds, n=4)
        return lower, upper

    def text(self, unit: str = "ms") -> str:
        """The median with the quartiles, for a table."""
        factor = {"s": 1, "ms": 1e3, "µs": 1e6}[unit]
        lower, upper = self.quartiles
        return f"{self.median * factor:.1f} {unit} ({lower * factor:.1f} .. {upper * factor:.1f})"


def measured_in_turn(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Sample]:
    """The durations of several actions that take turns, one round unmeasured before."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for round_index in range(rounds + 1):
        for name, action in actions.items():
            began = time.perf_counter()
            action()
            elapsed = time.perf_counter() - began
            if round_index > 0:
                seconds[name].append(elapsed)
    return {name: Sample(tuple(values)) for name, values in seconds.items()}


def ratio_text(one: Sample, other: Sample) -> str:
    """How many times as long one action takes as another: median of the pairs, with quartiles."""
    ratios = Sample(tuple(a / b for a, b in zip(one.seconds, other.seconds, strict=True)))
    lower, upper = ratios.quartiles
    return f"{ratios.median:.2f} ({lower:.2f} .. {upper:.2f})"


def machine() -> str:
    """Processor, system and versions on which the figures were taken."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return (
        f"{_processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, NumPy {version('numpy')}, FlowTime {version('flowtime')}; "
        f"load {load}"
    )


def template_file(template_id: str) -> Path:
    """Where a packaged template lies in this installation."""
    return Path(str(files("flowtime_adapters.template_source"))) / "packaged" / f"{template_id}.yaml"


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def print_table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Print rows, the first being the heading, in columns of equal width, as Markdown."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\n{title}\n")
    for index, row in enumerate(rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
        if index == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
