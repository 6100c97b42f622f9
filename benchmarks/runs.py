"""What a run costs beyond its work, and how fast series become text.

``python benchmarks/runs.py [ROUNDS]`` compares, in turn, a run of order-system made by the library with the
same work done by hand: reading the template, compiling, evaluating, and writing files of the same bytes with
the same fsyncs (runs §11.1). Then it measures how fast CSV text is made (runs §11.2).
"""

import sys

# `http.py` stands in this folder; the package of the standard library must be found first.
sys.path.append(sys.path.pop(0))

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import numpy as np
import numpy.typing as npt

import flowtime
from direct_work import TEMPLATE, evaluated_template, write_durably
from flowtime_domain.runs.encoding import number_text
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from measurement import Sample, machine, measured_in_turn, print_table, ratio_text, template_file

ROUNDS = 60
CSV_VALUES = 100_000
CSV_ROUNDS = 15


def main() -> None:
    """Measure and print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(machine())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        compare_runs(Path(folder), rounds)
    compare_csv_writers(min(rounds, CSV_ROUNDS))


def compare_runs(folder: Path, rounds: int) -> None:
    """Orchestrated runs beside direct work, and what of each is fsync."""
    with timed_fsync() as waited:
        fsyncs = {"orchestrated": FsyncShare(waited), "direct": FsyncShare(waited)}
        actions = {
            "orchestrated": fsyncs["orchestrated"].of(orchestrated_run(folder / "orchestrated")),
            "direct": fsyncs["direct"].of(direct_run(folder / "direct")),
        }
        samples = measured_in_turn(actions, rounds)
    (calls,) = fsyncs["orchestrated"].counts | fsyncs["direct"].counts
    orchestrated, direct = samples["orchestrated"], samples["direct"]
    ratios = {"orchestrated": ratio_text(orchestrated, direct), "direct": "1"}
    rows = [("what", "time: median (quartiles)", "of it fsync", "/ direct")]
    rows += [(name, samples[name].text(), fsyncs[name].sample.text(), ratios[name]) for name in samples]
    print_table(f"One run of {TEMPLATE}, {calls} fsyncs each, {rounds} pairs", rows)
    share = fsyncs["orchestrated"].sample.median / orchestrated.median
    print(f"\nfsync is {share:.0%} of the orchestrated run.")


def orchestrated_run(data: Path) -> Callable[[], object]:
    """A run made as a user of the library makes it, a new one at each call."""
    return lambda: flowtime.create_run(TEMPLATE, data_dir=data)


def direct_run(folder: Path) -> Callable[[], object]:
    """The same work without orchestration, lookups, hashes, text making and verification."""
    content = template_file(TEMPLATE).read_bytes()
    root = folder / "runs"
    root.mkdir(parents=True)
    published = published_files(folder)
    numbers = count()

    def work() -> None:
        evaluated_template(content)
        write_durably(root, f"run_{next(numbers)}", published)

    return work


def published_files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a run, by relative path."""
    run = flowtime.create_run(TEMPLATE, data_dir=folder / "example").path
    assert run is not None
    paths = sorted(path for path in run.rglob("*") if path.is_file())
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in paths}


class FsyncShare:
    """How long the fsyncs of an action take, and how many they are."""

    def __init__(self, waited: list[float]) -> None:
        self._waited = waited
        self._calls: list[tuple[float, ...]] = []

    def of(self, action: Callable[[], object]) -> Callable[[], object]:
        """The action, watched."""

        def watched() -> None:
            self._waited.clear()
            action()
            self._calls.append(tuple(self._waited))

        return watched

    @property
    def counts(self) -> set[int]:
        """Numbers of fsyncs in an action; the first action, which also makes the root, is not measured."""
        return set(map(len, self._calls[1:]))

    @property
    def sample(self) -> Sample:
        """Seconds of fsync in each measured action."""
        return Sample(tuple(map(sum, self._calls[1:])))


@contextmanager
def timed_fsync() -> Iterator[list[float]]:
    """Seconds of every fsync of this process, in the order of the calls."""
    fsync = os.fsync
    waited: list[float] = []

    def timed(handle: int) -> None:
        began = time.perf_counter()
        fsync(handle)
        waited.append(time.perf_counter() - began)

    os.fsync = timed  # type: ignore[assignment]
    try:
        yield waited
    finally:
        os.fsync = fsync


def compare_csv_writers(rounds: int) -> None:
    """Values per second as CSV text, beside a loop over values and a copy of the finished text."""
    draw = np.random.default_rng(7)
    six_digits = draw.integers(0, 1_000_000, CSV_VALUES)
    inputs = {
        "six digits, whole": six_digits.astype(float),
        "six digits, two after the point": six_digits / 100,
        "six digits, point anywhere": six_digits / 10.0 ** draw.integers(0, 7, CSV_VALUES),
        "full precision": draw.random(CSV_VALUES) * 1000,
    }
    rows: list[tuple[str, ...]] = [
        ("values", "whole array", "loop over values", "copy of the text", "whole array / loop")
    ]
    rows += [csv_row(name, values, rounds) for name, values in inputs.items()]
    print_table(f"CSV of {CSV_VALUES} values, million values per second", rows)


def csv_row(name: str, values: npt.NDArray[np.float64], rounds: int) -> tuple[str, ...]:
    """One row of the table of writers."""
    writer = SeriesCsv(len(values))
    text = writer.text(values)
    assert text == loop_text(values)
    actions: dict[str, Callable[[], object]] = {
        "whole array": lambda: writer.text(values),
        "loop": lambda: loop_text(values),
        "copy": lambda: bytearray(text),
    }
    samples = measured_in_turn(actions, rounds)
    rates = [f"{len(values) / sample.median / 1e6:.1f}" for sample in samples.values()]
    return (name, *rates, ratio_text(samples["loop"], samples["whole array"]))


def loop_text(values: npt.NDArray[np.float64]) -> bytes:
    """The same CSV, one value after the other."""
    lines = [f"{t},{number_text(value)}\n" for t, value in enumerate(values.tolist())]
    return ("t,value\n" + "".join(lines)).encode()


if __name__ == "__main__":
    main()
