"""Random models that are right in themselves: everything that the language offers, feeding back.

Rule 1: an element reads, in the same bin, only what elements before it give, and anything in bins before;
then the document shuffles them. What may be read in bins before is filled in when everything is known.
Rule 2: elements are drawn evenly from one seed: left to itself, hypothesis prefers models in which little
happens.
"""

import re
from math import nan
from random import Random
from typing import Any

from oracle.random_texts import (
    BEYOND_NUMBERS,
    CALM,
    DISTRIBUTIONS,
    STARTS,
    STEPS,
    WILD,
    Words,
    random_formula,
)

ANYTHING = "?"
DECLARED = "!"
ECHO_KERNELS = ([0, 0.5], [0, 1, 1], [0.3, 0.1, 0.1], [0, 0, 0], [1], [0.7, 0.7])
ELEMENTS = ("const", "pmf", "expr", "expr", "expr", "buffer", "routers", "sink", "echo") + 2 * (
    "queue",
    "queue",
    "pool",
)
POLICIES = ("proportional", "priority", "maxMin")
LIMITS = (0, 0.5, 3, 7.25, 20)
WEIGHTS = (None, 1, 0.5, 3, 0.001, 1 / 3)
WORK = (("served",), ("capacity",), ("capacity",), ("served", "capacity"))

Mapping = dict[str, Any]


def random_model(seed: int) -> Mapping:
    """A model as a mapping in canonical spelling."""
    random = Random(seed)
    sketch = Sketch(random, random.randint(1, 9), WILD if random.random() < 0.3 else CALM)
    sketch.add_const()
    sketch.add_const()
    for _ in range(random.randint(3, 12)):
        getattr(sketch, f"add_{random.choice(ELEMENTS)}")()
    return sketch.document()


def random_gaps(seed: int) -> tuple[Mapping, dict[str, tuple[float, ...]]]:
    """A random model whose consts name files, and the values of these by node: every third one is missing."""
    random, document, captured = Random(seed), random_model(seed), {}
    for node in document["nodes"]:
        if node.get("kind", "const") == "const" and random.random() < 0.7:
            values = node.pop("values")
            listed = values if isinstance(values, list) else [values]
            in_bins = [float(listed[t % len(listed)]) for t in range(document["grid"]["bins"])]
            captured[node["id"]] = tuple(nan if random.random() < 1 / 3 else value for value in in_bins)
            node["source"] = f"{node['id']}.csv"
    return document, captured


def random_formulas(seed: int) -> Mapping:
    """A model of formulas in which NaN and infinities arise, as a mapping in canonical spelling."""
    random = Random(seed)
    sketch = Sketch(random, random.randint(1, 9), WILD)
    sketch.add_const()
    for _ in range(4):
        sketch.add_expr(*BEYOND_NUMBERS)
    return sketch.document()


class Sketch:
    """A model that grows element by element."""

    def __init__(self, random: Random, bins: int, words: Words) -> None:
        self.random, self.bins, self.words = random, bins, words
        self.nodes: list[Mapping] = []
        self.places: list[Mapping] = []
        self.constraints: list[Mapping] = []
        self.now: list[str] = []
        self.depths: list[str] = []
        self.spilling: list[Mapping] = []
        self.count = 0

    def document(self) -> Mapping:
        """What has grown, shuffled."""
        self.fill_in()
        for listed in (self.nodes, self.places, self.constraints):
            self.random.shuffle(listed)
        size, unit = self.random.choice(STEPS)
        grid = {"bins": self.bins, "binSize": size, "binUnit": unit, "start": self.random.choice(STARTS)}
        topology = {"nodes": self.places, "constraints": self.constraints}
        seed = self.random.choice((0, 42, 2**63 - 1))
        return {
            "grid": grid,
            "rng": {"kind": "pcg32", "seed": seed},
            "nodes": self.nodes,
            "topology": topology,
        }

    def fill_in(self) -> None:
        """Names in place of the signs for anything and for a declared series."""
        for node in self.nodes:
            if "expr" in node:
                looked_at = [self.random.choice(self.now), self.random.choice(self.depths or self.now)]
                looked_at.append(node["id"])
                node["expr"] = re.sub(
                    re.escape(ANYTHING),
                    lambda _, names=looked_at: self.random.choices(names, (6, 3, 1))[0],
                    node["expr"],
                )
                if node["id"] in re.findall(r"\w+", node["expr"]):
                    node.setdefault("initial", 2)
        for place in self.places:
            given = place["semantics"]
            fillings = {ANYTHING: self.now, DECLARED: self.declared}
            for key, value in given.items():
                if value in (ANYTHING, DECLARED):
                    given[key] = self.random.choice(fillings[value])
        self.start_declared()

    @property
    def declared(self) -> list[str]:
        """Names of series nodes and of targets of routers."""
        targets = [route["target"] for node in self.nodes for route in node.get("routes", [])]
        return [*(node["id"] for node in self.nodes), *dict.fromkeys(targets)]

    def start_declared(self) -> None:
        """Sometimes, a depth before bin 0 for a place whose depth is authored (engine §2.6, §5.2)."""
        depths = [place["semantics"].get("queueDepth") for place in self.places]
        own = {node["id"] for node in self.nodes if "initial" in node}
        for place, depth in zip(self.places, depths, strict=True):
            if depth in self.declared and depth not in own and depths.count(depth) == 1 and self.chance(0.5):
                place["initialCondition"] = {"queueDepth": abs(self.amount())}

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def amount(self) -> float:
        return self.random.choice(self.words.amounts)

    def known(self, names: list[str]) -> str:
        """One of the names; the later ones are preferred, so that chains grow long."""
        return self.random.choice(names[-4:] if self.chance(0.5) else names)

    def new_name(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def add_node(self, kind: str, name: str, **keys: Any) -> str:
        node = {"id": name, "kind": kind, **keys}
        if kind != "router" and self.chance(0.5):
            node["initial"] = self.amount()
        self.nodes.append(node)
        self.now.append(name)
        return name

    def add_const(self) -> str:
        values = self.random.choice([self.amount(), [self.amount() for _ in range(self.bins)]])
        return self.add_node("const", self.new_name("n"), values=values)

    def add_pmf(self) -> None:
        values, probabilities = self.random.choice(DISTRIBUTIONS)
        mode = self.random.choice(("expected", "sample"))
        pmf = {"values": values, "probabilities": probabilities}
        self.add_node("pmf", self.new_name("n"), mode=mode, pmf=pmf)

    def add_expr(self, *more: str) -> None:
        expr = random_formula(self.random, self.words, [*self.now, *more], [ANYTHING, *more])
        self.add_node("expr", self.new_name("n"), expr=expr)

    def add_buffer(self) -> None:
        keys = ("inflow", "outflow", *self.random.choice((("loss",), ())))
        given: Mapping = {key: self.known(self.now) for key in keys}
        self.add_node("serviceWithBuffer", self.new_name("n"), **given, **self.schedule(self.now))

    def add_routers(self) -> None:
        """Routers that may share their targets; sometimes, others behind them."""
        before = [*self.now]
        targets = [self.new_name("t") for _ in range(self.random.randint(1, 3))]
        reached = set()
        for _ in range(self.random.randint(1, 3)):
            routes: list[Mapping] = []
            for _ in range(self.random.randint(1, 4)):
                target, weight = self.random.choice(targets), self.random.choice(WEIGHTS)
                routes.append({"target": target} if weight is None else {"target": target, "weight": weight})
                reached.add(target)
            name = self.new_name("n")
            self.add_node("router", name, inputs={"queue": self.known(before)}, routes=routes)
        self.now += [target for target in targets if target in reached]
        if self.chance(0.3):
            self.add_routers()

    def add_sink(self) -> None:
        place, stem = self.new_place("sink", arrivals=self.known(self.now))
        if self.chance(0.5):
            place["semantics"]["errors"] = self.known(self.now)
        self.now.append(f"{stem}_served")

    def add_echo(self) -> None:
        kernel = self.random.choice((None, *ECHO_KERNELS))
        words = ("self", self.new_name("echo"), DECLARED, None)
        echo = self.random.choice(words[:3] if kernel is None else words)
        looks_back = kernel is None or kernel[0] == 0
        failed = [ANYTHING] if looks_back else [*self.now]
        keys = self.random.choice((("failures",), ("errors",), ("failures", "errors")))
        given: Mapping = {key: self.known(failed) for key in keys}
        given |= {"retryKernel": kernel} if kernel is not None else {}
        given |= {"retryEcho": echo} if echo is not None else {}
        arrivals, served = self.known(self.now), self.known(self.now)
        _, stem = self.new_place("service", arrivals=arrivals, served=served, **given)
        self.now += named(echo, f"{stem}_retry_echo")

    def add_queue(self) -> None:
        self.queue(self.now, self.now, self.spilling, [])

    def add_pool(self) -> None:
        """Queues that share constraints; what decides their demands is known before all of them."""
        if self.chance(0.5):
            feedback = f"MAX(1, {self.known(self.now)} + SHIFT({ANYTHING}, 1) / 2)"
            self.add_node("expr", self.new_name("n"), expr=feedback)
        before, spilling = [*self.now], [*self.spilling]
        members = [f"M{index}" for index in range(self.random.randint(1, 4))]
        joined: dict[str, list[str]] = {member: [] for member in members}
        for _ in range(self.random.choice((1, 1, 2, 3))):
            capacity = self.known(before) if self.chance(0.5) else self.add_const()
            name = self.add_constraint(capacity)
            for member in self.random.sample(members, self.random.randint(1, len(members))):
                joined[member].append(name)
        for member in members:
            if self.chance(0.35):
                self.queue(before, self.now, self.spilling, joined[member], work=WORK[0])
            else:
                self.queue(before, before, spilling, joined[member])

    def add_constraint(self, capacity: str) -> str:
        name, policy = self.new_name("c"), self.random.choice(POLICIES)
        given = {"id": name, "policy": policy, "semantics": {"served": capacity}, "nodes": []}
        self.constraints.append(given)
        return name

    def queue(
        self,
        demanded: list[str],
        filling: list[str],
        spilling: list[Mapping],
        constraints: list[str],
        work: tuple[str, ...] | None = None,
    ) -> None:
        """A queue: `demanded` may decide what it would put out, `filling` what it holds."""
        kind = self.random.choice(("queue", "queue", "serviceWithBuffer", "dlq"))
        depth = self.random.choice(("self", self.new_name("depth"), DECLARED, None))
        if work is None:
            unserved = kind == "dlq" and depth is not None and self.chance(0.5)
            work = () if unserved else self.random.choice(WORK)
        given: Mapping = {"arrivals": self.known(filling), **({} if depth is None else {"queueDepth": depth})}
        given |= {key: self.known(demanded) for key in work}
        if self.chance(0.4):
            given["errors"] = self.known(filling)
        if "capacity" in work and kind != "dlq" and self.chance(0.6):
            given["parallelism"] = self.random.choice([1, 2.5, self.known(demanded)])
        sources = self.fed_by(spilling)
        place, stem = self.new_place(kind, **given)
        place |= self.schedule(demanded)
        if depth != DECLARED and self.chance(0.5):
            place["initialCondition"] = {"queueDepth": abs(self.amount())}
        for source in sources:
            source["wipOverflow"] = place["id"]
        self.join(place, constraints)
        self.limit(place, filling)
        self.give(place, stem, named(depth, f"{stem}_queue"), constraints, bool(sources))

    def give(
        self, place: Mapping, stem: str, depths: list[str], constraints: list[str], is_fed: bool
    ) -> None:
        """Names of all that the engine adds for a queue."""
        is_gated = bool(constraints) or "dispatchSchedule" in place
        is_limited = "wipLimit" in place or "wipLimitSeries" in place
        self.now += [f"{stem}_overflow_in"] if is_fed else []
        self.now += [f"{stem}_alloc_{name}" for name in constraints]
        self.now += [] if "served" in place["semantics"] else [f"{stem}_served"]
        self.now += [f"{stem}_gated_outflow"] if is_gated else []
        self.now += depths + ([f"{stem}_overflow"] if is_limited else [])
        self.depths += depths

    def fed_by(self, spilling: list[Mapping]) -> list[Mapping]:
        """Some queues before it, which overflow into it."""
        free = [place for place in spilling if "wipOverflow" not in place]
        return [place for place in free if self.chance(0.6)]

    def join(self, place: Mapping, constraints: list[str]) -> None:
        """Make it a member, in the list of the constraint or in its own."""
        own = []
        for constraint in self.constraints:
            if constraint["id"] in constraints:
                listed = constraint["nodes"]
                if self.chance(0.6):
                    listed.insert(self.random.randint(0, len(listed)), place["id"])
                else:
                    own.append(constraint["id"])
        if own:
            place["constraints"] = self.random.sample(own, len(own))

    def limit(self, place: Mapping, filling: list[str]) -> None:
        """Sometimes, a limit of work in progress: a number, or a series that is seldom negative."""
        if not self.chance(0.45):
            return
        if self.chance(0.5):
            place["wipLimit"] = self.random.choice(LIMITS)
        else:
            place["wipLimitSeries"] = (
                self.known([*filling]) if self.chance(0.25) else self.limit_node(filling)
            )
        self.spilling.append(place)
        if self.chance(0.2):
            place["wipOverflow"] = "loss"

    def limit_node(self, filling: list[str]) -> str:
        """A new series that is not negative."""
        name = self.new_name("n")
        if self.chance(0.5):
            self.nodes.append({"id": name, "values": [abs(self.amount()) for _ in range(self.bins)]})
        else:
            expr = f"CLAMP({self.known(filling)}, 0, MAX(0, SHIFT({ANYTHING}, 1)))"
            self.nodes.append({"id": name, "kind": "expr", "expr": expr})
        return name

    def schedule(self, readable: list[str]) -> Mapping:
        """Sometimes, a dispatch schedule."""
        if not self.chance(0.35):
            return {}
        schedule: Mapping = {"periodBins": self.random.randint(1, 4)}
        if self.chance(0.6):
            schedule["phaseOffset"] = self.random.randint(-5, 5)
        if self.chance(0.5):
            schedule["capacitySeries"] = self.known(readable)
        return {"dispatchSchedule": schedule}

    def new_place(self, kind: str, **semantics: Any) -> tuple[Mapping, str]:
        """A topology node, and what the series that are generated for it begin with."""
        name = self.new_name("P")
        place = {"id": name, "kind": kind, "semantics": semantics}
        self.places.append(place)
        return place, name.lower()


def named(written: str | None, default: str) -> list[str]:
    """The series that a place generates under a name that its semantics write."""
    return {DECLARED: [], "self": [default], None: [default]}.get(written, [written])
