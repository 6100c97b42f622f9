"""Random scenarios of models, each beside the model that is written with its numbers.

Rule 1: what a scenario means is derived here from the document and from numbers of the model itself, not by
the code under test.
"""

from copy import deepcopy
from random import Random
from typing import Any

import numpy as np

from flowtime_domain.evaluation.scenarios.changes import fixed, offset, scale

FACTORS = (0, -1, 0.5, 1.1, 3, 1e300)
AMOUNTS = (-2, -0.0, 0, 0.1, 4, 7.5, 1e300)


def random_scenario(random: Random, mapping: dict[str, Any], rows: dict[str, Any]) -> tuple[dict, dict]:
    """A scenario, and the mapping of the model that it stands for; `rows` are series of the model itself."""
    scenario: dict[str, Any] = {}
    written = deepcopy(mapping)
    places = written.get("topology", {"nodes": []})["nodes"]
    sources = [node for node in written["nodes"] if node.get("kind", "const") in ("const", "pmf")]
    for node in sources:
        if random.random() < 0.4:
            change, values = random_change(random, np.array(rows[node["id"]]))
            scenario[node["id"]] = change
            kept = {key: node[key] for key in ("id", "initial") if key in node}
            node.clear()
            node |= {**kept, "kind": "const", "values": values}
    for node in written["nodes"]:
        for index, route in enumerate(node.get("routes", [])):
            if random.random() < 0.3:
                route["weight"], change = random_number(random, route.get("weight", 1), (0.1, 7))
                scenario[f"{node['id']}.routes[{index}].weight"] = change
    for place in places:
        if may_start_otherwise(place, written) and random.random() < 0.4:
            depth = abs(random.choice(AMOUNTS))
            scenario[f"{place['id']}.initialCondition"] = depth
            place["initialCondition"] = {"queueDepth": depth}
        if "wipLimit" in place and random.random() < 0.4:
            place["wipLimit"], change = random_number(random, place["wipLimit"], (0, 3.5, 1e300))
            scenario[f"{place['id']}.wipLimit"] = change
        given = place["semantics"]
        if has_servers(place) and random.random() < 0.4:
            given["parallelism"], change = random_number(random, given.get("parallelism", 1), (3.5,))
            scenario[f"{place['id']}.parallelism"] = change
    return scenario, written


@np.errstate(over="ignore")
def random_change(random: Random, before: np.ndarray) -> tuple[Any, list[float]]:
    """A change of a series, and its values after it."""
    bins = len(before)
    first = random.randrange(bins)
    end = random.randint(first + 1, bins)
    window = random.choice((None, (first, end), slice(first, end)))
    inside = np.arange(bins)
    inside = (inside >= first) & (inside < end) if window is not None else inside >= 0
    amount, values = random.choice(AMOUNTS), np.array(random.choices(AMOUNTS, k=bins), dtype=float)
    factor = random.choice(FACTORS)
    change, after = random.choice(
        [
            (fixed(amount, window), np.where(inside, amount, before)),
            (fixed(values.tolist(), window), np.where(inside, values, before)),
            (fixed(values[inside], window), np.where(inside, values, before)),
            (scale(factor, window), np.where(inside, before * factor, before)),
            (offset(amount, window), np.where(inside, before + amount, before)),
        ]
    )
    return change, after.tolist()


def random_number(random: Random, written: float, others: tuple[float, ...]) -> tuple[float, Any]:
    """Another number in the place of one that is written, and the change that leads to it."""
    other = random.choice(others)
    return random.choice([(other, other), (written * 2, scale(2)), (written + 0.5, offset(0.5))])


def has_servers(place: dict[str, Any]) -> bool:
    """Whether a place may have a number of servers."""
    kinds = ("queue", "serviceWithBuffer")
    return place["kind"] in kinds and not isinstance(place["semantics"].get("parallelism"), str)


def may_start_otherwise(place: dict[str, Any], mapping: dict[str, Any]) -> bool:
    """Whether the depth of a place is its own, so that one number says where it starts."""
    named = place["semantics"].get("queueDepth")
    nodes = mapping["nodes"]
    declared = {node["id"] for node in nodes} | {
        route["target"] for node in nodes for route in node.get("routes", [])
    }
    return named not in declared
