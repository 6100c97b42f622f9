"""Random models that are right in themselves: sources, formulas, queues, echoes and sinks that feed back.

Rule 1: an element reads, in the same bin, only what elements before it give, and anything in bins before;
then the document shuffles them.
Rule 2: elements are drawn evenly from one seed: left to itself, hypothesis prefers models in which little
happens.
"""

from random import Random
from typing import Any

STARTS = ("1969-12-31T23:59:51.300000Z", "2024-02-28T23:59:59Z", "2025-01-05T20:30:00.000007Z")
STEPS = ((7, "seconds"), (90, "minutes"), (5, "hours"), (1, "days"), (3, "weeks"))
DISTRIBUTIONS = (([1, 2, 3], [0.2, 0.5, 0.3]), ([0, 5.5], [0.1, 0.9]), ([-1, 0, 4], [0.1, 0, 0.9000005]))
AMOUNTS = (*range(-2, 12), 0.25, 3.5, 0.1, -0.0, 1 / 3, 12.7, 1e-7, 100, 1e300)
LITERALS = ("0", "-0", "1", ".5", "3.", "0.1", "1e1", "-2.25", "100")
BEYOND_NUMBERS = ("LN(0)", "-LN(0)", "SQRT(-1)", "1e308")
KERNELS = ("[0, 0.6, 0.3, 0.1]", "[0]", "[-0, 0, -1.5]", "[0, 1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]")
ECHO_KERNELS = ([0, 0.5], [0, 1, 1], [0.3, 0.1, 0.1], [0, 0, 0], [1], [0.7, 0.7])
ONE_ARGUMENT = ("FLOOR", "CEIL", "ROUND", "ABS", "SQRT", "EXP", "LN", "CUMSUM")
SIGNS = ("+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=")
FORMS = (
    *("{a} + {b}", "{a} - {b}", "{a} * {b}", "{a} / {b}", "-{a}", "({a} {sign} {b})", "{a} * -{b} - {c}"),
    *("MIN({a}, {b})", "max({a}, {b}, {c})", "CLAMP({a}, {b}, {c})", "MOD({a}, {b})", "STEP({a}, {b})"),
    *("IF({a} > {b}, {c}, -{a})", "If({a} > 0, LN({a}), {c})", "SQRT(ABS({a}))", "EXP(CLAMP({a}, -9, 9))"),
    *(
        "{one}({a})",
        "POW({a}, {b})",
        "POW({a}, 2)",
        "BIN()",
        "HOUR()",
        "WEEKDAY()",
        "PULSE(2)",
        "AVG({a}, 3)",
    ),
    *("PULSE(3, 1, {a})", "PULSE(1, 99, {a})", "CUMSUM({a})", "EMA({a}, 0.3)", "EMA({a}, 1)"),
    *("AVG({a}, 1000)", "CONV({a}, [0.5, 0, -0.25])", "SHIFT({a}, 0)"),
)
LOOKING_BACK = ("SHIFT({a}, 1)", "SHIFT({a}, 2)", "SHIFT(({a}), 30)", "CONV({a}, {kernel})")


def random_model(seed: int) -> dict[str, Any]:
    """A model as a mapping in canonical spelling."""
    random = Random(seed)
    bins, (size, unit) = random.randint(1, 9), random.choice(STEPS)
    outlines = [{"kind": "const", "gives": ["n0"]}]
    outlines += [random_outline(random, index) for index in range(1, random.randint(4, 12))]
    anything = [name for outline in outlines for name in outline["gives"]]
    nodes, places, now = [], [], []
    for index, outline in enumerate(outlines):
        if outline["kind"] in _NODES:
            nodes.append(random_node(random, outline["kind"], f"n{index}", bins, now, anything))
        else:
            places.append(random_place(random, outline, f"P{index}", now, anything))
        now = [*now, *outline["gives"]]
    random.shuffle(nodes)
    random.shuffle(places)
    return {
        "grid": {"bins": bins, "binSize": size, "binUnit": unit, "start": random.choice(STARTS)},
        "rng": {"kind": "pcg32", "seed": random.choice((0, 42, 2**63 - 1))},
        "nodes": nodes,
        "topology": {"nodes": places},
    }


def random_formulas(seed: int) -> dict[str, Any]:
    """A model of formulas in which NaN and infinities arise, as a mapping in canonical spelling."""
    random = Random(seed)
    bins, anything = random.randint(1, 9), ["n0", "n1", "n2", "n3", "n4"]
    nodes = [random_node(random, "const", "n0", bins, [], [])]
    for index in range(1, len(anything)):
        now = [*anything[:index], *BEYOND_NUMBERS]
        expr = random_formula(random, now, [*anything, *BEYOND_NUMBERS])
        nodes.append({"id": anything[index], "kind": "expr", "expr": expr, "initial": random.choice(AMOUNTS)})
    grid = {"bins": bins, "binSize": 1, "binUnit": "days", "start": random.choice(STARTS)}
    return {"grid": grid, "rng": {"kind": "pcg32", "seed": 0}, "nodes": nodes}


_NODES = ("const", "pmf", "expr", "serviceWithBuffer")
_PLACES = ("queue", "queue", "sink", "echo")


def random_outline(random: Random, index: int) -> dict[str, Any]:
    """What an element is, and the names of the series that it gives."""
    kind = random.choice((*_NODES, "expr", "expr", *_PLACES))
    outline: dict[str, Any] = {"kind": kind, "gives": []}
    if kind in _NODES:
        outline["gives"] += [f"n{index}"]
    if kind == "sink":
        outline["gives"] += [f"p{index}_served"]
    if kind == "echo":
        outline["kernel"] = random.choice((None, *ECHO_KERNELS))
        words = ("self", f"echo{index}", "declared", None)
        outline["name"] = random.choice(words[:3] if outline["kernel"] is None else words)
        outline["gives"] += named(outline["name"], f"p{index}_retry_echo")
    if kind == "queue":
        outline["place"] = random.choice(("queue", "serviceWithBuffer", "dlq"))
        outline["name"] = random.choice(("self", f"depth{index}", "declared", None))
        outline["work"] = random.choice((("served",), ("capacity",), ("capacity",), ("served", "capacity")))
        if outline["place"] == "dlq" and outline["name"] is not None and random.random() < 0.5:
            outline["work"] = ()
        if "served" not in outline["work"]:
            outline["gives"] += [f"p{index}_served"]
        outline["gives"] += named(outline["name"], f"p{index}_queue")
    return outline


def named(written: str | None, default: str) -> list[str]:
    """The series that a place generates under a name that its semantics write."""
    return {"declared": [], "self": [default], None: [default]}.get(written, [written])


def random_node(
    random: Random, kind: str, name: str, bins: int, now: list[str], anything: list[str]
) -> dict[str, Any]:
    """A series node."""
    node: dict[str, Any] = {"id": name, "kind": kind}
    if random.random() < 0.5:
        node["initial"] = random.choice(AMOUNTS)
    if kind == "const":
        node["values"] = random.choice([random.choice(AMOUNTS), random.choices(AMOUNTS, k=bins)])
    elif kind == "pmf":
        values, probabilities = random.choice(DISTRIBUTIONS)
        node["pmf"] = {"values": values, "probabilities": probabilities}
        node["mode"] = random.choice(("expected", "sample"))
    elif kind == "expr":
        node["expr"] = random_formula(random, now, anything)
        if name in node["expr"]:
            node.setdefault("initial", 2)
    else:
        node |= {key: random.choice(now) for key in ("inflow", "outflow", *random.choice((("loss",), ())))}
    return node


def random_formula(random: Random, now: list[str], anything: list[str], depth: int = 3) -> str:
    """A formula that looks at `now` in the same bin and at `anything` in bins before."""
    if depth == 0 or random.random() < 0.2:
        return random.choice([*now, random.choice(LITERALS)] if now else LITERALS)
    looks_back = random.random() < 0.35
    form = random.choice(LOOKING_BACK if looks_back else FORMS)
    readable = anything if looks_back else now
    parts = {letter: random_formula(random, readable, anything, depth - 1) for letter in "abc"}
    if "({a}," not in form or random.random() < 0.5:
        parts = {letter: f"({part})" for letter, part in parts.items()}
    words = {"sign": SIGNS, "one": ONE_ARGUMENT, "kernel": KERNELS}
    return form.format(**parts, **{word: random.choice(choices) for word, choices in words.items()})


def random_place(
    random: Random, outline: dict[str, Any], name: str, now: list[str], anything: list[str]
) -> dict[str, Any]:
    """A topology node."""
    declared = [series for series in anything if series[0] == "n"]
    given = {"arrivals": random.choice(now)}
    place = {"id": name, "kind": outline["kind"], "semantics": given}
    if outline["kind"] == "echo":
        place["kind"], given["served"] = "service", random.choice(now)
        given["retryKernel"], given["retryEcho"] = outline["kernel"], outline["name"]
        failed = anything if outline["kernel"] is None or outline["kernel"][0] == 0 else now
        for key in random.choice((("failures",), ("errors",), ("failures", "errors"))):
            given[key] = random.choice(failed)
    elif random.random() < 0.5:
        given["errors"] = random.choice(now)
    if outline["kind"] == "queue":
        place["kind"], given["queueDepth"] = outline["place"], outline["name"]
        given |= {key: random.choice(now) for key in outline["work"]}
        if "capacity" in outline["work"] and outline["place"] != "dlq":
            given["parallelism"] = random.choice([None, 1, 2.5, random.choice(now)])
        if outline["name"] != "declared" and random.random() < 0.5:
            place["initialCondition"] = {"queueDepth": abs(random.choice(AMOUNTS))}
    chosen = {key: random.choice(declared) if value == "declared" else value for key, value in given.items()}
    place["semantics"] = {key: value for key, value in chosen.items() if value is not None}
    return place
