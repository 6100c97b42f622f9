"""Random models of queues that use every feature, for properties."""

from typing import Any

from hypothesis import strategies as st

AMOUNTS = st.integers(-8, 80).map(lambda value: value / 4)
LIMITS = st.integers(0, 40).map(lambda value: value / 4)
SOURCES = ("a", "b", "c", "d")


@st.composite
def _schedules(draw: st.DrawFn) -> dict[str, Any]:
    schedule: dict[str, Any] = {
        "periodBins": draw(st.integers(1, 4)),
        "phaseOffset": draw(st.integers(-3, 3)),
    }
    if draw(st.booleans()):
        schedule["capacitySeries"] = draw(st.sampled_from(SOURCES))
    return schedule


@st.composite
def _queues(draw: st.DrawFn, index: int, count: int, shares: bool) -> dict[str, Any]:
    """A queue; it may overflow into a later one unless it shares a constraint, which might be a cycle."""
    source = st.sampled_from(SOURCES)
    semantics: dict[str, Any] = {"arrivals": draw(source), "queueDepth": "self"}
    kind = draw(st.sampled_from(["queue", "serviceWithBuffer", "dlq"]))
    service = draw(st.sampled_from(["served", "capacity"] if kind != "dlq" else ["served", "capacity", None]))
    if service is not None:
        semantics[service] = draw(source)
    if service == "capacity" and kind != "dlq":
        semantics["parallelism"] = draw(st.sampled_from([1, 2.5]))
    if draw(st.booleans()):
        semantics["errors"] = draw(source)
    place: dict[str, Any] = {"id": f"Q{index}", "kind": kind, "semantics": semantics}
    if draw(st.booleans()):
        place["dispatchSchedule"] = draw(_schedules())
    if draw(st.booleans()):
        place |= draw(st.sampled_from([{"wipLimit": 6.5}, {"wipLimitSeries": "lim"}]))
        if not shares and index + 1 < count and draw(st.booleans()):
            place["wipOverflow"] = f"Q{draw(st.integers(index + 1, count - 1))}"
    place["initialCondition"] = {"queueDepth": draw(LIMITS)}
    return place


@st.composite
def _mappings(draw: st.DrawFn) -> dict[str, Any]:
    bins, count = draw(st.integers(1, 8)), draw(st.integers(1, 4))

    def column(amounts: st.SearchStrategy[float]) -> list[float]:
        return draw(st.lists(amounts, min_size=bins, max_size=bins))

    nodes = [{"id": name, "values": column(AMOUNTS)} for name in SOURCES]
    nodes.append({"id": "lim", "values": column(LIMITS)})
    names = [f"Q{index}" for index in range(count)]
    constraints = [
        {
            "id": f"k{number}",
            "policy": draw(st.sampled_from(["proportional", "priority", "maxMin"])),
            "nodes": draw(st.lists(st.sampled_from(names), min_size=1, unique=True)),
            "semantics": {"served": draw(st.sampled_from(SOURCES))},
        }
        for number in range(draw(st.integers(0, 2)))
    ]
    sharing = {name for constraint in constraints for name in constraint["nodes"]}
    places = [draw(_queues(index, count, name in sharing)) for index, name in enumerate(names)]
    return {
        "grid": {"bins": bins, "binSize": 1, "binUnit": "hours"},
        "nodes": nodes,
        "topology": {"nodes": places, "constraints": constraints},
    }


# Mappings of models: const series, and queues with schedules, limits, overflow and shared constraints.
queue_models = _mappings()
