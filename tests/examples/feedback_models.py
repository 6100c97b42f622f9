"""Random models with feedback, for properties: formulas and a queue that look back at each other."""

from typing import Any

from hypothesis import strategies as st

from flowtime_domain.model.flow_model import FlowModel

# {now} is a series that is known in the same bin, {before} any series at all, looked back at.
FORMULAS = (
    "{now} + SHIFT({before}, 1)",
    "MAX(0, {now} - SHIFT({before}, 2) / 3)",
    "EMA({now}, 0.25) + CONV({before}, [0, 0.5, -0.25])",
    "AVG({now}, 3) - SHIFT({now} * 2 - SHIFT({before}, 1), 1)",
    "CUMSUM({now}) * 0.1 + SHIFT(CUMSUM({before}), 1) * 0.01",
    "IF({now} > SHIFT({before}, 1), {now}, -{now}) + BIN()",
    "PULSE(2, 1, {now}) + CONV({before}, [0, 0]) + CLAMP(SHIFT({before}, 9), -1, 1)",
    "ROUND(MOD({now}, 7)) - ABS(SHIFT({before} / 3, 1))",
)
IN_ORDER = ("c0", "c1", "e0", "e1", "line_served", "line_queue", "e2", "e3")
AMOUNTS = st.integers(-40, 200).map(lambda value: value / 8)


@st.composite
def feedback_mappings(draw: st.DrawFn) -> dict[str, Any]:
    """A model as a mapping: two sources, four formulas, and a queue that serves between them."""
    bins = draw(st.integers(1, 12))
    columns = st.lists(AMOUNTS, min_size=bins, max_size=bins)
    nodes = [{"id": name, "values": draw(columns)} for name in ("c0", "c1")]
    for name in ("e0", "e1", "e2", "e3"):
        now = draw(st.sampled_from(IN_ORDER[: IN_ORDER.index(name)]))
        formula = draw(st.sampled_from(FORMULAS)).format(now=now, before=draw(st.sampled_from(IN_ORDER)))
        nodes.append({"id": name, "kind": "expr", "expr": formula, "initial": draw(AMOUNTS)})
    semantics = {"arrivals": "e1", "capacity": "e0", "errors": draw(st.sampled_from(["c1", "e0"]))}
    line = {
        "id": "Line",
        "kind": "queue",
        "initialCondition": {"queueDepth": abs(draw(AMOUNTS))},
        "semantics": semantics,
    }
    return {
        "grid": {"bins": bins, "binSize": 1, "binUnit": "hours"},
        "nodes": nodes,
        "topology": {"nodes": [line]},
    }


feedback_models = feedback_mappings().map(FlowModel.from_mapping)
