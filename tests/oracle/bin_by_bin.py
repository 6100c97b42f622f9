"""A plain, slow second reading of the engine: series, feedback, routers and places (engine §2-§10).

Rule 1: written from the specification alone; nothing of FlowTime is imported.
Rule 2: there is no plan: a value asks for the values it needs, bin by bin, and is remembered.
Rule 3: documents are mappings in canonical spelling, and right in themselves; topology ids are camel case.
"""

import hashlib
import math
import re
from datetime import UTC, datetime, timedelta

from oracle.formulas import OPERATORS, POINTWISE, Tree, at_least, literal, summed, unless_nan
from oracle.queues import Queue, shares

UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}


def draws(seed, node_id):
    """The uniform numbers of a node's own stream (engine §4.3, §4.4)."""
    digest = hashlib.sha256(f"{seed}:{node_id}".encode()).digest()
    state, first = int.from_bytes(digest[:8], "big") % 2**63, True
    while True:
        old, state = state, (state * 6364136223846793005 + 1442695040888963407) % 2**64
        x, turn = (((old >> 18) ^ old) >> 27) % 2**32, old >> 59
        if not first:
            yield ((x >> turn | x << (32 - turn)) % 2**32) / 2**32
        first = False


def stem_of(name):
    """What the ids of series begin with that are generated for a topology node (model §7.10)."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Oracle:
    """All series of a model: `published` names in the order of engine §2.1, `value` of one in a bin."""

    def __init__(self, document):
        self.document, self.grid = document, document["grid"]
        self.nodes = {node["id"]: node for node in document["nodes"]}
        topology = document.get("topology", {})
        self.places, self.constraints = topology.get("nodes", []), topology.get("constraints", [])
        self.series, self.starts, self.hidden, self.queues = {}, {}, set(), {}
        for node in self.nodes.values():
            self.series[node["id"]] = self.of_node(node)
            for route in node.get("routes", []):
                self.series.setdefault(route["target"], self.routed_to(route["target"]))
        self.declared = set(self.series)
        for place in self.places:
            self.add_place(place, stem_of(place["id"]), place["semantics"])
        self.known, self.asking, self.needs = {}, [], {name: set() for name in self.series}

    @property
    def published(self):
        return [name for name in self.series if name not in self.hidden]

    def value(self, name, t):
        if self.asking and self.asking[-1][1] == t:
            self.needs[self.asking[-1][0]].add(name)
        if (name, t) not in self.known:
            self.asking.append((name, t))
            self.known[name, t] = self.series[name](t) + 0.0
            self.asking.pop()
        return self.known[name, t]

    def read(self, name, t):
        """What queues see: 0 where there is no finite number (engine §1.4)."""
        value = self.value(name, t)
        return value if math.isfinite(value) else 0.0

    def failure(self):
        """Code, series or topology node, and bin of the failure (engine §13, ruling 9), or None."""
        for t in range(self.grid["bins"]):
            limit = self.failure_of_limits(t)
            if limit is not None:
                return limit
            broken = {name for name in self.series if not math.isfinite(self.value(name, t))}
            if broken:
                return "non_finite_series", next(name for name in self.order() if name in broken), t
        return None

    def failure_of_limits(self, t):
        """The failure of the first place whose limit is none in a bin, with gaps or without (engine §7.1)."""
        for place in self.places:
            limit = self.value(place["wipLimitSeries"], t) if "wipLimitSeries" in place else 0.0
            if not 0 <= limit < math.inf:
                return "wip_limit_invalid", place["id"], t
        return None

    def order(self):
        """Evaluation order (engine §2.5): what was asked for within one bin goes first."""
        placed = []
        while len(placed) < len(self.series):
            waiting = [name for name in self.series if name not in placed]
            placed.append(next(name for name in waiting if self.needs[name] - {name} <= set(placed)))
        return placed

    def before(self, name):
        """The value before bin 0 (engine §2.6)."""
        if name in self.nodes and "initial" in self.nodes[name]:
            return float(self.nodes[name]["initial"])
        given = [p for p in self.places if "initialCondition" in p
                 and name in (p["id"], p["semantics"].get("queueDepth"))]  # fmt: skip
        return float(given[0]["initialCondition"]["queueDepth"]) if given else self.starts.get(name, 0.0)

    def of_node(self, node):
        name, kind, bins = node["id"], node.get("kind", "const"), self.grid["bins"]
        if kind == "expr":
            tree = Tree(node["expr"]).comparison()
            return lambda t: self.evaluated(tree, t)
        if kind == "pmf":
            values, weights = node["pmf"]["values"], node["pmf"]["probabilities"]
            total = summed(weights)
            if node.get("mode") != "sample":
                mean = summed(v * p for v, p in zip(values, weights, strict=True)) / total
                return lambda t: mean
            stream = draws(self.document["rng"]["seed"], name)
            drawn = [self.drawn(next(stream) * total, values, weights) for _ in range(bins)]
            return lambda t: drawn[t]
        if kind == "serviceWithBuffer":
            return self.buffer(node).depth
        if kind == "router":
            return lambda t: self.value(node["inputs"]["queue"], t)
        written = node["values"] if isinstance(node["values"], list) else [node["values"]]
        return lambda t: float(written[t % len(written)])

    def drawn(self, target, values, weights):
        running = 0.0
        for value, weight in zip(values, weights, strict=True):
            running = running + weight
            if running > target:
                return float(value)
        raise AssertionError("u is less than 1")

    def routed_to(self, target):
        """The sum over routers of each one's own sum over its routes (engine §10.1, ruling 3)."""
        routers = [node for node in self.nodes.values()
                   if target in [route["target"] for route in node.get("routes", [])]]  # fmt: skip
        return lambda t: summed(self.routed(router, target, t) for router in routers)

    def routed(self, router, target, t):
        weights = [(route["target"], float(route.get("weight", 1))) for route in router["routes"]]
        whole, source = summed(weight for _, weight in weights), self.read(router["inputs"]["queue"], t)
        return summed(source * weight / whole for name, weight in weights if name == target)

    def buffer(self, node):
        """The queue of a series node, whose outflow is no series of its own (engine E13)."""
        return Queue(
            self.read, node["id"], self.before(node["id"]), node["inflow"], node.get("loss"), None,
            node["outflow"], None, 1, node.get("dispatchSchedule"), None, None,
        )  # fmt: skip

    def add_place(self, place, stem, given):
        self.add_echo(stem, given)
        if place["kind"] == "sink" and "served" not in given:
            self.series[f"{stem}_served"] = lambda t: self.sunk(given, t)
        if place["kind"] not in ("queue", "serviceWithBuffer", "dlq"):
            return
        if "served" in given or "capacity" in given or place["kind"] == "dlq":
            self.add_queue(place, stem, given)

    def add_echo(self, stem, given):
        echo = given.get("retryEcho", "self")
        if ("retryEcho" in given or "retryKernel" in given) and echo not in self.declared:
            kernel = given.get("retryKernel", [0, 0.6, 0.3, 0.1])
            if summed(kernel) > 1 + 1e-9:
                kernel = [k / summed(kernel) for k in kernel]
            failed = given.get("failures", given.get("errors"))
            self.series[f"{stem}_retry_echo" if echo == "self" else echo] = lambda t: self.folded(
                lambda j: self.read(failed, j), kernel, t
            )

    def add_queue(self, place, stem, given):
        """What the engine adds for a queue, in the order of engine §2.1."""
        depth, joined = given.get("queueDepth", "self"), self.constraints_of(place)
        name = f"{stem}_queue" if depth == "self" or depth in self.declared else depth
        initial = self.nodes.get(depth, {}).get("initial", 0)
        start = float(place.get("initialCondition", {"queueDepth": initial})["queueDepth"])
        spilling = [stem_of(each["id"]) for each in self.places if each.get("wipOverflow") == place["id"]]
        schedule, is_gated = place.get("dispatchSchedule"), bool(joined) or "dispatchSchedule" in place
        authored = given.get("served")
        queue = self.queues[place["id"]] = Queue(
            self.read, name, start, given["arrivals"], given.get("errors"),
            f"{stem}_overflow_in" if spilling else None, authored, given.get("capacity"),
            given.get("parallelism", 1), schedule, place.get("wipLimit", place.get("wipLimitSeries")),
            f"{stem}_gated_outflow" if is_gated else authored or f"{stem}_served",
            f"{stem}_overflow" if "wipLimit" in place or "wipLimitSeries" in place else None,
            [f"{stem}_alloc_{constraint['id']}" for constraint in joined],
        )  # fmt: skip
        if spilling:
            self.series[f"{stem}_overflow_in"] = lambda t: summed(
                self.read(f"{source}_overflow", t) for source in spilling
            )
        for allocation, constraint in zip(queue.allocations, joined, strict=True):
            self.series[allocation] = lambda t, constraint=constraint: self.allotted(place, constraint, t)
        if authored is None:
            self.series[f"{stem}_served"] = queue.outflow
        if is_gated:
            self.series[f"{stem}_gated_outflow"] = queue.outflow
        self.series[name], self.starts[name] = queue.depth, start
        if depth in self.declared:
            self.hidden.add(name)
        if queue.overflow_name is not None:
            self.series[queue.overflow_name] = queue.overflow

    def members(self, constraint):
        """Ids of those who share it, in order (model §7.7)."""
        listed = constraint.get("nodes", [])
        joining = [each["id"] for each in self.places if constraint["id"] in each.get("constraints", [])]
        return [*listed, *(name for name in joining if name not in listed)]

    def constraints_of(self, place):
        return [constraint for constraint in self.constraints if place["id"] in self.members(constraint)]

    def allotted(self, place, constraint, t):
        """What a constraint allots to one of its members; all members are asked (engine §8.1)."""
        members, end = self.members(constraint), f"_alloc_{constraint['id']}"
        queues = [self.queues[member] for member in members]
        demands = [queue.asked_of(queue.allocations.index(stem_of(member) + end), t)
                   for member, queue in zip(members, queues, strict=True)]  # fmt: skip
        # An earlier allocation stands for the demand, which is asked for all the same (engine §2.2).
        for queue in queues:
            queue.demand(t)
        capacity = at_least(0.0, self.read(constraint["semantics"]["served"], t))
        return shares(constraint["policy"], demands, capacity)[members.index(place["id"])]

    def sunk(self, given, t):
        arrivals = self.value(given["arrivals"], t)
        if "errors" not in given:
            return arrivals
        return unless_nan(lambda left: at_least(0.0, left), arrivals - self.value(given["errors"], t))

    def folded(self, sample, kernel, t):
        return summed(sample(t - i) * k for i, k in enumerate(kernel[: t + 1]) if k != 0)

    def evaluated(self, tree, t):
        kind, *parts = tree
        if kind == "number":
            return parts[0]
        if kind == "reference":
            return self.value(parts[0], t)
        if kind == "negation":
            return -self.evaluated(parts[0], t)
        if kind == "operator":
            return unless_nan(OPERATORS[parts[0]], *(self.evaluated(part, t) for part in parts[1:]))
        return self.called(*parts, t)

    def called(self, name, parts, t):
        if name in POINTWISE:
            return unless_nan(POINTWISE[name], *(self.evaluated(part, t) for part in parts))
        if name in ("BIN", "HOUR", "WEEKDAY"):
            return self.time(name, t)
        if name == "IF":
            test, yes, no = (self.evaluated(part, t) for part in parts)
            return test if math.isnan(test) else yes if test != 0 else no
        if name == "PULSE":
            period, phase = literal(parts[0]), literal(parts[1]) if len(parts) > 1 else 0
            height = self.evaluated(parts[2], t) if len(parts) > 2 else 1.0
            return unless_nan(lambda amp: amp if t >= phase and (t - phase) % period == 0 else 0.0, height)
        return self.remembered(name, parts[0], parts[1:], t)

    def time(self, name, t):
        if name == "BIN":
            return float(t)
        start = datetime.fromisoformat(self.grid["start"].replace("Z", "+00:00")).astimezone(UTC)
        moment = start + t * timedelta(seconds=self.grid["binSize"] * UNIT_SECONDS[self.grid["binUnit"]])
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        seconds = ((moment - midnight) // timedelta(microseconds=1)) / 1_000_000
        return seconds / 3600 if name == "HOUR" else float(moment.weekday())

    def remembered(self, name, argument, rest, t):
        def sample(j):
            return self.evaluated(argument, j)

        if name == "SHIFT":
            lag = int(literal(rest[0]))
            return (
                sample(t - lag)
                if t >= lag
                else self.before(argument[1])
                if argument[0] == "reference"
                else 0.0
            )
        if name == "CONV":
            return self.folded(sample, [literal(k) for k in rest[0]], t)
        if name == "CUMSUM":
            return summed(sample(j) for j in range(t + 1))
        if name == "AVG":
            n = int(literal(rest[0]))
            return summed(sample(j) for j in range(max(0, t - n + 1), t + 1)) / min(n, t + 1)
        alpha, smooth = literal(rest[0]), sample(0)
        for j in range(1, t + 1):
            smooth = alpha * sample(j) + (1 - alpha) * smooth
        return smooth
