"""A plain, slow second reading of the engine: the language, queues, sinks and echoes (engine §2-§5, §9).

Rule 1: written from the specification alone; nothing of FlowTime is imported.
Rule 2: there is no plan: a value asks for the values it needs, bin by bin, and is remembered.
Rule 3: documents are mappings in canonical spelling, and right in themselves; topology ids have one capital.
"""

import hashlib
import math
from datetime import UTC, datetime, timedelta

from oracle.formulas import OPERATORS, POINTWISE, Tree, at_least, literal, summed, unless_nan

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


class Oracle:
    """All series of a model: `published` names in the order of engine §2.1, `value` of one in a bin."""

    def __init__(self, document):
        self.document, self.grid = document, document["grid"]
        self.nodes = {node["id"]: node for node in document["nodes"]}
        self.places = document.get("topology", {}).get("nodes", [])
        self.series = {name: self.of_node(node) for name, node in self.nodes.items()}
        self.starts, self.hidden = {}, set()
        for place in self.places:
            self.add_place(place, place["id"].lower(), place["semantics"])
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

    def failure(self):
        """Series and bin of the failure (engine §13.1), or None."""
        for t in range(self.grid["bins"]):
            broken = {name for name in self.series if not math.isfinite(self.value(name, t))}
            if broken:
                return next(name for name in self.order() if name in broken), t
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
            return lambda t: self.depth(node, name, self.before(name), ("inflow", "loss", "outflow"), t)
        written = node["values"] if isinstance(node["values"], list) else [node["values"]]
        return lambda t: float(written[t % len(written)])

    def drawn(self, target, values, weights):
        running = 0.0
        for value, weight in zip(values, weights, strict=True):
            running = running + weight
            if running > target:
                return float(value)
        raise AssertionError("u is less than 1")

    def add_place(self, place, stem, given):
        echo = given.get("retryEcho", "self")
        if ("retryEcho" in given or "retryKernel" in given) and echo not in self.nodes:
            kernel = given.get("retryKernel", [0, 0.6, 0.3, 0.1])
            if summed(kernel) > 1 + 1e-9:
                kernel = [k / summed(kernel) for k in kernel]
            failed = given.get("failures", given.get("errors"))
            self.series[f"{stem}_retry_echo" if echo == "self" else echo] = lambda t: self.folded(
                lambda j: self.value(failed, j), kernel, t
            )
        served, depth = given.get("served", f"{stem}_served"), given.get("queueDepth", "self")
        if place["kind"] == "sink" and "served" not in given:
            self.series[served] = lambda t: self.sunk(given, t)
        if place["kind"] not in ("queue", "serviceWithBuffer", "dlq"):
            return
        if "served" not in given and "capacity" not in given and place["kind"] != "dlq":
            return
        name = f"{stem}_queue" if depth == "self" or depth in self.nodes else depth
        initial = self.nodes.get(depth, {}).get("initial", 0)
        start = float(place.get("initialCondition", {"queueDepth": initial})["queueDepth"])
        if "served" not in given:
            self.series[served] = lambda t: self.worked_off(given, name, start, t)
        self.series[name] = lambda t: self.depth(
            {**given, "served": served}, name, start, ("arrivals", "errors", "served"), t
        )
        self.starts[name] = start
        if depth in self.nodes:
            self.hidden.add(name)

    def sunk(self, given, t):
        arrivals = self.value(given["arrivals"], t)
        return at_least(0.0, arrivals - self.value(given["errors"], t)) if "errors" in given else arrivals

    def raw(self, given, name, start, arrivals, errors, t):
        raw = (self.value(name, t - 1) if t else start) + self.value(given[arrivals], t)
        return raw - self.value(given[errors], t) if errors in given else raw

    def worked_off(self, given, name, start, t):
        if "capacity" not in given:
            return 0.0
        available = at_least(0.0, self.raw(given, name, start, "arrivals", "errors", t))
        servers = given.get("parallelism", 1)
        servers = self.value(servers, t) if isinstance(servers, str) else float(servers)
        return min(at_least(0.0, self.value(given["capacity"], t) * servers), available)

    def depth(self, given, name, start, keys, t):
        arrivals, errors, outflow = keys
        return at_least(
            0.0, self.raw(given, name, start, arrivals, errors, t) - self.value(given[outflow], t)
        )

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
