"""How fast timestamped rows are imported, and how that compares with `pyarrow.csv` reading the same file.

``python benchmarks/telemetry_import.py [ROWS [ROUNDS]]`` writes files of so many rows into a temporary
folder, imports each as a dry run into hourly bins, and reads each with `pyarrow.csv`, which parses times and
numbers but puts nothing into bins. The memory is that of a process of its own, above an idle one, as Linux
tells it.
"""

import sys

# `http.py` stands in this folder; the package of the standard library must be found first.
sys.path.append(sys.path.pop(0))

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow.csv

import flowtime
from measurement import machine, measured_in_turn, print_table, ratio_text

ROWS: Final = 10_000_000
ROUNDS: Final = 3
SECONDS_PER_ROW: Final = 2
MEASURE: Final = "--measure"
_BATCH: Final = 100_000

Cells = Callable[[str, str], str]
FILES: Final[dict[str, Cells]] = {
    "timestamp,value": lambda time, value: f"{time},{value}\n",
    "quoted": lambda time, value: f'"{time}","{value}"\n',
    "offsets": lambda time, value: f"{time}+01:00,{value}\n",
}


def main() -> None:
    """Measure and print the tables, or measure the memory of one import."""
    if sys.argv[1:2] == [MEASURE]:
        print(peak_above_idle(Path(sys.argv[2])))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), rows, max(rounds, 2))


def compare(folder: Path, rows: int, rounds: int) -> None:
    """Rows per second of each file, against reading it, and the memory that an import takes."""
    table: list[tuple[str, ...]] = [
        ("file", "rows/s", "time: median (quartiles)", "import / pyarrow.csv", "MiB above idle")
    ]
    for name, written in FILES.items():
        file = folder / "rows.csv"
        with file.open("w", encoding="utf-8") as stream:
            stream.write("timestamp,value\n")
            stream.writelines(lines(rows, written))
        samples = measured_in_turn(
            {"import": lambda file=file: imported(file), "read": lambda file=file: read(file)}, rounds
        )
        sample = samples["import"]
        ratio = ratio_text(sample, samples["read"])
        memory = subprocess.run(
            [sys.executable, __file__, MEASURE, file], capture_output=True, text=True, check=True
        ).stdout.strip()
        table.append((name, f"{rows / sample.median:,.0f}", sample.text("s"), ratio, memory))
    print_table(f"Imports of {rows:,} rows into hourly bins, {rounds} rounds", table)


def lines(rows: int, written: Cells) -> Iterator[str]:
    """Rows two seconds apart, with values of three decimals."""
    random = np.random.default_rng(7)
    start = np.datetime64("2024-01-01T00:00:00")
    for first in range(0, rows, _BATCH):
        count = min(_BATCH, rows - first)
        times = (start + (first + np.arange(count)) * SECONDS_PER_ROW).astype(str).tolist()
        values = random.random(count).round(3).tolist()
        yield from map(written, times, map(str, values))


def imported(file: Path) -> None:
    """Import a file without writing a capture."""
    flowtime.import_telemetry(
        file,
        series=[{"nodeId": "Desk", "metric": "Arrivals"}],
        grid={"binSize": 1, "binUnit": "hours"},
        capture_key="benchmark",
        dry_run=True,
        data_dir=file.parent,
    )


def read(file: Path) -> None:
    """Read a file with pyarrow, on one thread as an import does."""
    pyarrow.csv.read_csv(file, read_options=pyarrow.csv.ReadOptions(use_threads=False))


def peak_above_idle(file: Path) -> str:
    """The memory that an import takes at its peak, above that of a process which has imported a little."""
    small = file.with_name("small.csv")
    with file.open(encoding="utf-8") as stream:
        small.write_text("".join(stream.readline() for _ in range(3)), encoding="utf-8")
    imported(small)
    idle = peak_kibibytes()
    imported(file)
    return f"{(peak_kibibytes() - idle) / 1024:.0f}"


def peak_kibibytes() -> int:
    """The most memory that this process has held; what its parent held does not count."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
