"""How many scenarios of a model are evaluated in a second, and how that compares with one by one.

``python benchmarks/scenarios.py [ROUNDS]`` takes the model of `block_models` with 1000 nodes and 288 bins, of
which 20 series are kept. *One source* changes the series that all others follow from, *all sources* those of
all hundred blocks, *one block* the series that the last block alone follows from. *One by one* evaluates the
model each time and keeps the same series.
"""

import sys
from collections.abc import Callable
from typing import Final, TypeAlias

import flowtime
from block_models import BLOCK, block_model, source_name
from flowtime_domain.evaluation.evaluator import plan_of
from flowtime_domain.evaluation.execution_path import Path
from flowtime_domain.evaluation.scenarios.many_evaluations import scenario_results
from flowtime_domain.evaluation.scenarios.model_scenarios import ModelScenarios
from measurement import Sample, machine, measured_in_turn, print_table, ratio_text

ROUNDS: Final = 7
NODES: Final = 1000
BINS: Final = 288
KEPT: Final = 20
WAYS: Final[tuple[tuple[Path, int], ...]] = (("compiled", 1), ("compiled", 2), ("numpy", 1))
FACTORS: Final = (0.8, 0.9, 1.1, 1.2)
BLOCKS: Final = NODES // BLOCK
CHANGED: Final = {
    "one source": [source_name(0)],
    "all sources": [source_name(block) for block in range(BLOCKS)],
    "one block": [source_name(BLOCKS - 1)],
}
SCENARIOS: Final = {
    ("compiled", "one by one"): 20,
    ("compiled", "one source"): 1000,
    ("compiled", "all sources"): 1000,
    ("compiled", "one block"): 4000,
    ("numpy", "one source"): 10,
    ("numpy", "all sources"): 10,
    ("numpy", "one block"): 400,
}

Key: TypeAlias = tuple[str, Path, int]
ONE_BY_ONE: Final[Key] = ("one by one", "compiled", 1)
Action: TypeAlias = Callable[[], object]


def main() -> None:
    """Measure and print the table."""
    print(machine())
    compare_scenarios(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)


def compare_scenarios(rounds: int) -> None:
    """Scenarios per second, by what they change, by path and by threads."""
    model = block_model(NODES, BINS)
    names = [series.name for series in model.series]
    outputs = names[:: len(names) // KEPT][:KEPT]
    actions: dict[Key, Action] = {ONE_BY_ONE: one_by_one(model, outputs)}
    for path, threads in WAYS:
        for kind in CHANGED:
            actions[kind, path, threads] = many(model, kind, outputs, path, threads)
    samples = measured_in_turn(actions, max(rounds, 2))
    each = {key: per_scenario(sample, SCENARIOS[key[1], key[0]]) for key, sample in samples.items()}
    heading = ("changed", "path", "threads", "per second", "time of each: median (quartiles)")
    rows: list[tuple[str, ...]] = [(*heading, "one by one / this", "one thread / this")]
    rows += [
        (
            kind,
            path,
            str(threads),
            f"{1 / sample.median:.0f}",
            sample.text("µs"),
            ratio_text(each[ONE_BY_ONE], sample),
            ratio_text(each[kind, path, 1], sample),
        )
        for (kind, path, threads), sample in each.items()
    ]
    print_table(f"Scenarios: {len(names)} series of {BINS} bins, {KEPT} of them kept, {rounds} rounds", rows)


def per_scenario(sample: Sample, count: int) -> Sample:
    """The time of one scenario, of an action that evaluates several."""
    return Sample(tuple(seconds / count for seconds in sample.seconds))


def many(model: flowtime.FlowModel, kind: str, outputs: list[str], path: Path, threads: int) -> Action:
    """Scenarios that change the same series, evaluated together; the model itself included."""
    scenarios = [
        dict.fromkeys(CHANGED[kind], flowtime.scale(FACTORS[index % len(FACTORS)]))
        for index in range(SCENARIOS[path, kind])
    ]

    def evaluated() -> None:
        together = ModelScenarios(plan_of(model), outputs, None, path)
        for result in scenario_results(together, scenarios, len(scenarios), threads):
            assert result.failure is None

    return evaluated


def one_by_one(model: flowtime.FlowModel, outputs: list[str]) -> Action:
    """Evaluations of the whole model, of which the same series are kept."""

    def evaluated() -> None:
        for _ in range(SCENARIOS["compiled", "one by one"]):
            series = flowtime.evaluate(model).series
            for name in outputs:
                series[name].copy()

    return evaluated


if __name__ == "__main__":
    main()
