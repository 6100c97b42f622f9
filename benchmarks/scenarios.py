"""How many scenarios of a model are evaluated in a second, and how that compares with one by one.

``python benchmarks/scenarios.py [ROUNDS]`` takes a chain of 1000 series of 288 bins, of which 20 are kept. A
*full* scenario changes the series that all others follow from; an *incremental* one a series from which one
block in a hundred follows. *One by one* evaluates the compiled model each time and keeps the same series.
"""

import sys
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import flowtime
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluator import evaluate_plan
from measurement import Sample, machine, measured_in_turn, print_table, ratio_text

ROUNDS = 7
BINS = 288
BLOCKS = 100
KEPT = 20
SCENARIOS = {"full": 20, "incremental": 400}
FORMULAS = (
    "{source} * 0.8 + {before} * 0.1",
    "SHIFT({a}, 3)",
    "CONV({a}, [0, 0.5, 0.3, 0.2])",
    "MIN({a} + {c}, 120)",
    "MAX({d} - {b}, 1)",
    "CLAMP({e} / 2 + {c}, 0, 150)",
    "MIN({f}, 60)",
    "FLOOR({g} * 0.95) + SHIFT({depth}, 1) * 0.01",
)


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(machine())
    model = chain()
    outputs = [series.name for series in model.series][:: len(model.series) // KEPT][:KEPT]
    targets = {"full": "source_0", "incremental": f"source_{BLOCKS - 1}"}
    actions: dict[str, Callable[[], object]] = {"one by one": one_by_one(model, outputs)}
    for workers, threads in ((1, "1 thread"), (2, "2 threads")):
        for reach, target in targets.items():
            name = f"{reach}, {threads}"
            actions[name] = many(model, target, outputs, workers, SCENARIOS[reach])
    samples = measured_in_turn(actions, max(rounds, 2))
    per_scenario = {
        name: each(sample, SCENARIOS["incremental" if name.startswith("incremental") else "full"])
        for name, sample in samples.items()
    }
    rows = [("scenarios", "per second", "time of each: median (quartiles)", "one by one / this")]
    rows += [
        (name, f"{1 / sample.median:.0f}", sample.text(), ratio_text(per_scenario["one by one"], sample))
        for name, sample in per_scenario.items()
    ]
    print_table(f"{len(model.series)} series of {BINS} bins, {KEPT} of them kept, {rounds} rounds", rows)


def each(sample: Sample, count: int) -> Sample:
    """The time of one scenario, of an action that evaluates several."""
    return Sample(tuple(seconds / count for seconds in sample.seconds))


def many(
    model: flowtime.FlowModel, target: str, outputs: list[str], workers: int, count: int
) -> Callable[[], object]:
    """Scenarios of one target, evaluated together; compiling and the model itself included."""
    factors = islice(cycle((0.8, 0.9, 1.1, 1.2)), count)
    scenarios = [{target: flowtime.scale(factor)} for factor in factors]

    def evaluated() -> None:
        for result in flowtime.evaluate_many(model, scenarios, outputs, workers=workers):
            assert result.failure is None

    return evaluated


def one_by_one(model: flowtime.FlowModel, outputs: list[str]) -> Callable[[], object]:
    """Evaluations of the whole compiled model, of which the same series are kept."""
    plan = compile_model(model)

    def evaluated() -> None:
        for _ in range(SCENARIOS["full"]):
            series = evaluate_plan(plan).series
            for name in outputs:
                series[name].copy()

    return evaluated


def chain() -> flowtime.FlowModel:
    """Blocks of ten series, each feeding the next: a source, formulas, and a queue that feeds back."""
    nodes: list[dict[str, Any]] = []
    places = []
    for block in range(BLOCKS):
        names = {letter: f"{letter}_{block}" for letter in "abcdefgh"}
        names |= {"source": f"source_{block}", "depth": f"depth_{block}"}
        # All but the last block follow from the first; the last one's source is followed by that block alone.
        names["before"] = f"h_{block - 1}" if block else names["source"]
        values = [50 + (t * 7 + block) % 40 for t in range(BINS)]
        nodes.append({"id": names["source"], "values": values})
        for letter, formula in zip("abcdefgh", FORMULAS, strict=True):
            nodes.append({"id": names[letter], "kind": "expr", "expr": formula.format(**names)})
        semantics = {"arrivals": names["f"], "served": names["g"], "queueDepth": names["depth"]}
        places.append({"id": f"Place{block}", "kind": "queue", "semantics": semantics})
    return flowtime.FlowModel.from_mapping(
        {
            "grid": {"bins": BINS, "binSize": 5, "binUnit": "minutes"},
            "nodes": nodes,
            "topology": {"nodes": places},
        }
    )


if __name__ == "__main__":
    main()
