"""Large models: the work of reading and compiling grows with the model, and nothing recurses.

Rule 1: work is counted in calls of functions, never timed.
"""

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

import pytest

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.reading import read_model

LIMITS = DocumentLimits(max_bytes=10**8, max_events=10**7, max_aliases=10**6)
GRID = "grid: {bins: 2, binSize: 5, binUnit: minutes}\n"
DESK = "semantics: {arrivals: visits, served: visits}"


def model(nodes: Iterable[str] = (), places: Iterable[str] = (), more: str = "") -> str:
    """A model with a const `visits`."""
    series = "".join(f"  - {{{node}}}\n" for node in ("id: visits, values: 3", *nodes))
    topology = "".join(f"    - {{{place}}}\n" for place in places)
    return f"{GRID}nodes:\n{series}" + (f"topology:\n  nodes:\n{topology}{more}" if topology else "")


def expr(name: str, formula: str) -> str:
    return f'id: {name}, kind: expr, expr: "{formula}"'


def chain(count: int) -> str:
    """Each series reads the one before it."""
    return model(expr(f"x{n}", f"x{n - 1} + 1" if n else "visits") for n in range(count))


def reversed_chain(count: int) -> str:
    """Each series reads the one after it."""
    return model(expr(f"x{n}", f"x{n + 1} + 1" if n < count - 1 else "visits") for n in range(count))


def star(count: int) -> str:
    """One series is read by all others."""
    return model(expr(f"x{n}", "MAX(visits, 2) + SHIFT(visits, 1)") for n in range(count))


def loop(count: int) -> str:
    """A chain whose first series looks back at its last."""
    last = f"SHIFT(x{count - 1}, 1)"
    return model(expr(f"x{n}", f"x{n - 1} + 1" if n else last) for n in range(count))


def queues(count: int) -> str:
    """Queues in a row, joined by edges."""
    places = (f"id: Q{n}, kind: queue, {DESK}" for n in range(count))
    edges = "".join(f"    - {{from: Q{n}, to: Q{n + 1}}}\n" for n in range(count - 1))
    return model(places=places, more=f"  edges:\n{edges}")


def shared_queues(count: int) -> str:
    """Queues that share one capacity, each overflowing into the next."""
    limit = "wipLimit: 1, wipOverflow: Q"
    places = (f"id: Q{n}, kind: queue, {limit}{n + 1}, {DESK}" for n in range(count))
    members = ", ".join(f"Q{n}" for n in range(count))
    shared = f"  constraints:\n    - {{id: k, semantics: {{served: visits}}, nodes: [{members}]}}\n"
    return model(places=(*places, f"id: Q{count}, kind: queue, {DESK}"), more=shared)


def many_constraints(count: int) -> str:
    """One queue that shares many capacities."""
    shared = "".join(f"    - {{id: k{n}, semantics: {{served: visits}}, nodes: [Q]}}\n" for n in range(count))
    return model(places=[f"id: Q, kind: queue, {DESK}"], more=f"  constraints:\n{shared}")


def wide_router(count: int) -> str:
    """A router with many routes."""
    routes = ", ".join(f"{{target: t{n}}}" for n in range(count))
    return model([f"id: r, kind: router, inputs: {{queue: visits}}, routes: [{routes}]"])


def same_bin_circle(count: int) -> str:
    """Everyone needs everyone in the same bin."""
    return model(expr(f"x{n}", f"x{n - 1 if n else count - 1} + 1") for n in range(count))


def overflowing_twins(count: int) -> str:
    """Queues with one id overflow into that id."""
    twin = f"id: Q, kind: queue, wipLimit: 1, wipOverflow: Q, {DESK}"
    return model(places=(twin for _ in range(count)))


def mistakes(count: int) -> str:
    """Every element has a mistake of its own."""
    return model(
        (f"id: x{n}, kind: expr, expr: visits + + 1, wrong: 1" for n in range(count)),
        (f"id: Q{n}, kind: queue, wipLimit: -1, semantics: {{arrivals: visits}}" for n in range(count)),
    )


def validated(text: str) -> list[str]:
    """Reads and compiles a model; the codes of what is wrong with it."""
    limits = ModelLimits(max_cells=10**9)
    try:
        compile_model(read_model(YamlOrJsonDocumentReader(LIMITS).read(text), limits=limits))
    except ModelInvalidError as error:
        return sorted({finding.code for finding in error.errors})
    return []


def calls_during(work: Callable[[str], Any], text: str) -> int:
    """How many functions, those of C included, are called by some work."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    profile = sys.getprofile()
    sys.setprofile(count)
    try:
        work(text)
    finally:
        sys.setprofile(profile)
    return calls


@pytest.mark.parametrize(
    "shape",
    [
        chain,
        reversed_chain,
        star,
        loop,
        queues,
        shared_queues,
        many_constraints,
        wide_router,
        same_bin_circle,
        overflowing_twins,
        mistakes,
    ],
)
def test_work_grows_with_the_model(shape):
    """Twice the model is at most twice the work, right or wrong (engine §2.5)."""
    validated(shape(3))
    small, large = (calls_during(validated, shape(count)) for count in (200, 400))
    assert large <= 2.1 * small


@pytest.mark.parametrize("shape", [chain, star, loop])
def test_twenty_thousand_series(shape):
    """20,000 series in a chain, star or loop are evaluated without recursion (engine §2.5)."""
    document = YamlOrJsonDocumentReader(LIMITS).read(shape(20_000))
    evaluation = evaluate_plan(compile_model(read_model(document)))
    assert len(evaluation.series) == 20_001


def test_ten_thousand_queues_with_edges():
    """10,000 topology nodes in a row, each with an edge to the next, are compiled (engine §2.5)."""
    document = YamlOrJsonDocumentReader(LIMITS).read(queues(10_000))
    plan = compile_model(read_model(document))
    assert len(plan.model.topology.edges) == 9_999


def test_a_circle_of_twenty_thousand_series():
    """A same-bin cycle through 20,000 series is found without recursion (engine §2.4)."""
    assert validated(same_bin_circle(20_000)) == ["dependency_cycle"]
