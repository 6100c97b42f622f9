"""Models of any size for benchmarks: blocks of ten series, each feeding the next.

A block is a source with a value for each bin, eight formulas (arithmetic, SHIFT, CONV, MIN, MAX, CLAMP,
FLOOR), of which the last looks back at a queue, and that queue: every second one with a WIP limit, which
adds the series of what overflows.
"""

import math
from typing import Any, Final

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import read_model

BLOCK: Final = 10
BIN_MINUTES: Final = 5
BINS_PER_DAY: Final = 24 * 60 // BIN_MINUTES
NO_LIMITS: Final = DocumentLimits(max_bytes=2**40, max_events=2**40)
FORMULAS: Final = {
    "effort": "{arrivals} * 0.8 + {before}",
    "earlier": "SHIFT({effort}, 3)",
    "spread": "CONV({effort}, [0, 0.5, 0.3, 0.2])",
    "bounded": "MIN({effort} + {spread}, 120)",
    "change": "MAX({bounded} - {earlier}, 1)",
    "offered": "CLAMP({change} / 2 + {spread}, 0, 150)",
    "served": "MIN({offered}, 60)",
    "finished": "FLOOR({served} * 0.95) + SHIFT({depth}, 1) * 0.01",
}


def block_model(nodes: int, bins: int) -> FlowModel:
    """A model of so many series nodes and places, a multiple of ten, on a grid of so many bins."""
    return model_of(block_document(nodes, bins))


def model_of(document: dict[str, Any]) -> FlowModel:
    """A model read without limits on the size of its document."""
    return read_model(object_document(document, NO_LIMITS))


def block_document(nodes: int, bins: int) -> dict[str, Any]:
    """What `block_model` reads."""
    blocks = range(nodes // BLOCK)
    return {
        "grid": {"bins": bins, "binSize": BIN_MINUTES, "binUnit": "minutes"},
        "nodes": [node for block in blocks for node in _series_nodes(block, bins)],
        "topology": {
            "nodes": [_place(block) for block in blocks],
            "edges": [{"from": f"Place{block - 1}", "to": f"Place{block}"} for block in blocks[1:]],
        },
    }


def source_name(block: int) -> str:
    """The series from which a block follows."""
    return f"arrivals_{block}"


def _names(block: int) -> dict[str, str]:
    return {name: f"{name}_{block}" for name in ("arrivals", "depth", *FORMULAS)}


def _series_nodes(block: int, bins: int) -> list[dict[str, Any]]:
    before = f"finished_{block - 1} * 0.1" if block else "2"
    names = _names(block)
    return [
        {"id": names["arrivals"], "values": _arrivals(block, bins)},
        *(
            {"id": names[name], "kind": "expr", "expr": formula.format(**names, before=before)}
            for name, formula in FORMULAS.items()
        ),
    ]


def _place(block: int) -> dict[str, Any]:
    names = _names(block)
    is_limited = block % 2 == 0
    return {
        "id": f"Place{block}",
        "kind": "serviceWithBuffer" if is_limited else "queue",
        **({"wipLimit": 500} if is_limited else {}),
        "semantics": {
            "arrivals": names["offered"],
            "served": names["served"],
            "queueDepth": names["depth"],
        },
    }


def _arrivals(block: int, bins: int) -> list[float]:
    """A wave a day with noise of two decimals, the same on every machine."""
    state, values = 12345 + block * 7919, []
    for t in range(bins):
        state = (1103515245 * state + 12345) % 2**31
        wave = 50 + 40 * math.sin(2 * math.pi * (t % BINS_PER_DAY) / BINS_PER_DAY)
        values.append(round(wave + (state >> 16) % 2000 / 100, 2))
    return values
