"""What random models are made of: nobody shall thin them out without noticing."""

import re
from collections import Counter

import pytest

from oracle.bin_by_bin import Oracle
from oracle.random_models import random_model

SEEDS = 600
GENERATED = r"p\d+_(served|gated_outflow|queue|overflow|overflow_in|alloc_\w+|retry_echo)"


def features_of_nodes(document):
    nodes = document["nodes"]
    targets = [{route["target"] for route in node.get("routes", [])} for node in nodes]
    formulas = {node["id"] for node in nodes if node.get("kind") == "expr"}
    for node in nodes:
        kind = node.get("kind", "const")
        yield f"{kind} {node['mode']}" if kind == "pmf" else kind
        if "loss" in node:
            yield "buffer with loss"
        if "dispatchSchedule" in node:
            yield "buffer with schedule"
        if kind == "router":
            source, routes = node["inputs"]["queue"], [route["target"] for route in node["routes"]]
            yield from ["several routes to one target"] * (len(set(routes)) < len(routes))
            yield from ["several routers to one target"] * any(
                each & set(routes) for each in targets if each != set(routes)
            )
            yield from ["chained routers"] * (source in set().union(*targets))
            yield from ["router of a formula"] * (source in formulas)
            yield from ["router of a generated series"] * bool(re.fullmatch(GENERATED, source))
        if kind == "expr":
            looked_back = re.findall(r"SHIFT\(\(?(\w+)\)?, [1-9]", node["expr"])
            yield from ["SHIFT of a generated depth"] * any(
                re.fullmatch(r"depth\d+|p\d+_queue", name) for name in looked_back
            )
            yield from ["SHIFT of another generated series"] * any(
                re.fullmatch(GENERATED, name) for name in looked_back
            )
            yield from ["formula of itself"] * (node["id"] in looked_back)


def features_of_place(place, document):
    given = place["semantics"]
    served = "authored" if "served" in given else "engine" if "capacity" in given else "unserved"
    yield place["kind"]
    for key in ("initialCondition", "wipLimit", "wipLimitSeries"):
        yield from [key] * (key in place)
    for key in ("errors", "parallelism", "retryKernel", "retryEcho"):
        yield from [key] * (key in given)
    yield from ["parallelism series"] * isinstance(given.get("parallelism"), str)
    depth = given.get("queueDepth")
    yield from ["authored depth"] * (depth in {node["id"] for node in document["nodes"]})
    source = re.fullmatch(GENERATED, given["arrivals"])
    if source:
        yield f"arrivals from {source[1].split('_')[0]}"
    if place["kind"] not in ("queue", "serviceWithBuffer", "dlq"):
        return
    yield f"{served} service"
    if "dispatchSchedule" in place:
        schedule = place["dispatchSchedule"]
        yield f"{served} schedule"
        yield from ["schedule with capacity"] * ("capacitySeries" in schedule)
        yield from ["negative phase"] * (schedule.get("phaseOffset", 0) < 0)
    is_limited = "wipLimit" in place or "wipLimitSeries" in place
    yield from [f"{served} limit"] * is_limited
    yield from ["limit and schedule"] * (is_limited and "dispatchSchedule" in place)
    yield from ["overflow to loss"] * (place.get("wipOverflow") == "loss")


def features_of_overflow(document):
    places = document["topology"]["nodes"]
    position = {place["id"]: index for index, place in enumerate(places)}
    targets = {place["id"]: place.get("wipOverflow", "loss") for place in places}
    for index, place in enumerate(places):
        target = targets[place["id"]]
        if target in position:
            yield "overflow forwards" if position[target] > index else "overflow backwards"
            yield from ["cascade of three"] * (targets[target] in position)
            yield from ["several overflow into one"] * (list(targets.values()).count(target) > 1)
            yield from ["overflow into a constraint"] * bool(joined(places[position[target]], document))


def joined(place, document):
    constraints = document["topology"]["constraints"]
    listed = [each["id"] for each in constraints if place["id"] in each["nodes"]]
    return [*listed, *place.get("constraints", [])]


def features_of_constraints(document):
    places = document["topology"]["nodes"]
    for place in places:
        names, given = joined(place, document), place["semantics"]
        if names:
            served = "authored" if "served" in given else "engine" if "capacity" in given else "unserved"
            yield f"{served} member"
            yield from ["several constraints at a node"] * (len(names) > 1)
            yield from ["schedule under a constraint"] * ("dispatchSchedule" in place)
            yield from ["limit under a constraint"] * ("wipLimit" in place or "wipLimitSeries" in place)
            yield from ["unpublished depth under a constraint"] * (given.get("queueDepth", "")[:1] in "nt")
            yield from ["member by its own list"] * ("constraints" in place)
    for constraint in document["topology"]["constraints"]:
        yield constraint["policy"]
        yield from ["member by the list of the constraint"] * bool(constraint["nodes"])


def features_of_numbers(document):
    """What happens in the bins: failures, cuts, overflow, and feedback from bin to bin."""
    oracle = Oracle(document)
    failure = oracle.failure()
    yield "completes" if failure is None else failure[0]
    bins = range(document["grid"]["bins"] if failure is None else failure[2])
    numbers = {name: [oracle.value(name, t) for t in bins] for name in oracle.series}
    for name, values in numbers.items():
        yield from ["negative numbers"] * any(value < 0 for value in values)
        yield from ["fractions"] * any(value % 1 for value in values)
        yield from ["work overflows"] * (name.endswith("_overflow") and any(values))
    for queue in oracle.queues.values():
        for name in queue.allocations[:1]:
            cut = any(numbers[name][t] < queue.demand(t) for t in bins)
            yield from [f"{'authored' if queue.served else 'engine'} demand cut"] * cut


def features(document):
    found = set(features_of_nodes(document)) | set(features_of_overflow(document))
    found |= set(features_of_constraints(document)) | set(features_of_numbers(document))
    return found.union(*(features_of_place(place, document) for place in document["topology"]["nodes"]))


AT_LEAST = {
    0.5: ("completes", "const", "expr", "engine service", "fractions"),
    0.2: (
        *("pmf sample", "pmf expected", "serviceWithBuffer", "router", "queue", "dlq", "sink", "service"),
        *("authored service", "unserved service", "initialCondition", "wipLimit", "wipLimitSeries"),
        *("errors", "parallelism", "parallelism series", "retryEcho", "authored depth", "engine schedule"),
        *("schedule with capacity", "negative phase", "engine limit", "limit and schedule"),
        *("engine member", "authored member", "several constraints at a node", "proportional", "priority"),
        *("maxMin", "member by its own list", "member by the list of the constraint", "work overflows"),
        *("limit under a constraint", "schedule under a constraint"),
        *("SHIFT of another generated series", "overflow forwards", "overflow backwards"),
    ),
    0.05: (
        *("buffer with loss", "buffer with schedule", "several routes to one target", "chained routers"),
        *("several routers to one target", "router of a formula", "router of a generated series"),
        *("SHIFT of a generated depth", "authored schedule", "unserved schedule", "authored limit"),
        *("unserved limit", "overflow to loss", "cascade of three", "several overflow into one"),
        *("overflow into a constraint", "unserved member", "unpublished depth under a constraint"),
        *(
            "engine demand cut",
            "authored demand cut",
            "retryKernel",
            "arrivals from served",
            "arrivals from gated",
        ),
        *("arrivals from queue", "arrivals from overflow", "arrivals from alloc", "arrivals from retry"),
        *("formula of itself", "negative numbers"),
    ),
    0.004: ("non_finite_series", "wip_limit_invalid"),
}


@pytest.fixture(scope="module")
def counted():
    return Counter(feature for seed in range(SEEDS) for feature in features(random_model(seed)))


@pytest.mark.parametrize("share", AT_LEAST)
def test_every_feature_occurs_often(counted, share):
    """Each feature of the engine, alone and with others, is in its share of random models (engine §3-§10)."""
    rare = {feature: counted[feature] for feature in AT_LEAST[share] if counted[feature] < share * SEEDS}
    assert rare == {}


def test_no_feature_is_forgotten(counted):
    """What occurs in random models is expected of them."""
    assert set(counted) - {feature for listed in AT_LEAST.values() for feature in listed} == set()
