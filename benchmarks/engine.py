"""How close evaluation comes to the speed of memory, how it grows, and how many scenarios it makes a second.

``python benchmarks/engine.py [CELLS]`` evaluates models of `block_models` on both paths, from 10 nodes and
288 bins to 1000 nodes and 43200 bins; what has more than CELLS node-bins is left out. *Copy* is a warm
``np.copyto`` of the matrix that an evaluation fills. A *first* call gets a model that was not evaluated
before and compiles it; a *later* call gets one that was; *into memory* fills a matrix that is there.
"""

import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from block_models import block_document, block_model, model_of
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.evaluator import evaluate, is_filled_soundly, new_matrix
from flowtime_domain.kernels.compiled import MACHINE_CODE
from flowtime_domain.model.flow_model import FlowModel
from measurement import Sample, machine, measured_in_turn, print_table, ratio_text
from scenarios import BINS, NODES, ROUNDS, compare_scenarios

SIZES: Final = ((10, 288), (100, 288), (1000, 288), (100, 8760), (1000, 8760), (1000, 43200))
MOST_CELLS: Final = 50_000_000
CELLS_PER_ACTION: Final = 40_000_000
MOST_ROUNDS: Final = 25

LEAST_NODES: Final = 100
DOUBLINGS: Final = (1, 2, 4, 8, 16, 32)
GROWTH_ROUNDS: Final = 9
FIRST: Final = """
import time, engine
model = engine.block_model({nodes}, {bins})
began = time.perf_counter()
engine.PATHS[{path!r}](model)
print(time.perf_counter() - began)
"""

Action: TypeAlias = Callable[[], object]
Matrix: TypeAlias = npt.NDArray[np.float64]


def evaluated_by_numpy(model: FlowModel, out: Matrix | None = None) -> Evaluation:
    """What `evaluate` does where there is no compiler."""
    plan = model.derived.once("plan", lambda: compile_model(model))
    matrix = new_matrix(plan) if out is None else out.view()
    assert is_filled_soundly(plan, matrix, None, path="numpy")
    return Evaluation(plan, matrix)


PATHS: Final[Mapping[str, Callable[..., Evaluation]]] = {"compiled": evaluate, "NumPy": evaluated_by_numpy}


def main() -> None:
    """Measure and print the tables."""
    most_cells = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_CELLS
    print(machine())
    if MACHINE_CODE.run() is None:
        sys.exit("There is no compiler; install flowtime[fast].")
    compare_with_memory([(nodes, bins) for nodes, bins in SIZES if nodes * bins <= most_cells])
    fit_growth([size for size in DOUBLINGS if LEAST_NODES * BINS * size <= most_cells])
    if most_cells >= NODES * BINS:
        start_processes()
        compare_scenarios(ROUNDS)


def compare_with_memory(sizes: Sequence[tuple[int, int]]) -> None:
    """Both paths beside a copy of what they fill."""
    calls = ("first call", "later call", "into memory", "ns/node-bin")
    ratios = ("later / copy", "into memory / copy", "peak / matrix, first", "later")
    rows: list[tuple[str, ...]] = [("nodes x bins", "path", *calls, *ratios)]
    for nodes, bins in sizes:
        rows += rows_of_size(nodes, block_model(nodes, bins))
    print_table("Evaluation, medians", rows)


def rows_of_size(nodes: int, model: FlowModel) -> Iterator[tuple[str, ...]]:
    """One row for the copy and one for each path."""
    bins = model.grid.bins
    cells, size = nodes * bins, f"{nodes} x {bins}"
    source, target = np.ones((2, len(model.series), bins))
    samples = measured_in_turn(
        {"copy": partial(np.copyto, target, source), **calls(model, target)},
        max(3, min(MOST_ROUNDS, CELLS_PER_ACTION // cells)),
    )
    copy = samples["copy"]
    yield size, "copy", "-", "-", milliseconds(copy), per_cell(copy, cells), "-", "1", "-", "-"
    for name, evaluated in PATHS.items():
        first, later, into = (samples[f"{name}, {call}"] for call in ("first", "later", "into"))
        peaks = [
            f"{peak_bytes(action) / source.nbytes:.2f}"
            for action in (partial(first_call, evaluated, model), partial(evaluated, model))
        ]
        times = map(milliseconds, (first, later, into))
        ratios = (ratio(later, copy), ratio(into, copy))
        yield size, name, *times, per_cell(later, cells), *ratios, *peaks


def calls(model: FlowModel, target: Matrix) -> dict[str, Action]:
    """What is measured of each path."""
    actions: dict[str, Action] = {}
    for name, evaluated in PATHS.items():
        actions[f"{name}, first"] = partial(first_call, evaluated, model)
        actions[f"{name}, later"] = partial(evaluated, model)
        actions[f"{name}, into"] = partial(evaluated, model, out=target)
    return actions


def first_call(evaluated: Callable[..., Evaluation], model: FlowModel) -> Evaluation:
    """An evaluation of a copy, which counts as a model that was never evaluated."""
    return evaluated(replace(model))


def milliseconds(sample: Sample) -> str:
    """The median alone, for a table of many columns."""
    return f"{sample.median * 1e3:.2f} ms"


def per_cell(sample: Sample, cells: int) -> str:
    """Nanoseconds for each node and bin."""
    return f"{sample.median * 1e9 / cells:.2f}"


def ratio(one: Sample, other: Sample) -> str:
    """How many times as long, without the quartiles."""
    return ratio_text(one, other).partition(" ")[0]


def peak_bytes(action: Action) -> int:
    """The most memory that an action holds at one time: Python's objects and NumPy's arrays."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def fit_growth(sizes: Sequence[int]) -> None:
    """How times grow with nodes and with bins, the other held."""
    documents = {LEAST_NODES * size: block_document(LEAST_NODES * size, BINS) for size in sizes}
    by_nodes = {nodes: model_of(document) for nodes, document in documents.items()}
    by_bins = {BINS * size: block_model(LEAST_NODES, BINS * size) for size in sizes}
    rows: list[tuple[str, ...]] = [("what", "grows with", "from", "to", "time at the end", "exponent")]
    rows.append(("reading", *growth("nodes", model_of, documents)))
    rows.append(("compiling", *growth("nodes", compile_model, by_nodes)))
    for name, evaluated in PATHS.items():
        rows.append((name, *growth("nodes", evaluated, by_nodes)))
        rows.append((name, *growth("bins", evaluated, by_bins)))
    print_table(f"Growth, from {LEAST_NODES} nodes and {BINS} bins", rows)


def growth(grows_with: str, action: Callable[..., object], subjects: Mapping[int, object]) -> tuple[str, ...]:
    """The exponent by least squares over the logarithms of sizes and times."""
    samples = measured_in_turn(
        {str(size): partial(action, subject) for size, subject in subjects.items()}, GROWTH_ROUNDS
    )
    sizes = list(subjects)
    seconds = [sample.median for sample in samples.values()]
    exponent = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    last = list(samples.values())[-1]
    return grows_with, str(sizes[0]), str(sizes[-1]), milliseconds(last), f"{exponent:.2f}"


def start_processes() -> None:
    """The first evaluation of a process, which loads or makes machine code."""
    rows = [("path", "machine code on disk", "first evaluation")]
    with tempfile.TemporaryDirectory() as folder:
        for path, on_disk in (("NumPy", "-"), ("compiled", "no"), ("compiled", "yes")):
            rows.append((path, on_disk, f"{first_seconds(path, folder):.2f} s"))
    print_table(f"The first evaluation of a process, {NODES} x {BINS}", rows)


def first_seconds(path: str, folder: str) -> float:
    """How long the first evaluation of a new process takes; machine code is kept in a folder."""
    command = [sys.executable, "-c", FIRST.format(nodes=NODES, bins=BINS, path=path)]
    environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
    return float(subprocess.check_output(command, cwd=Path(__file__).parent, env=environment))


if __name__ == "__main__":
    main()
