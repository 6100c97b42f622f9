"""The worked example of state §6."""

from collections.abc import Mapping
from typing import Any, Final

RUN_ID: Final = "run_state_example"
MODEL: Final[Mapping[str, Any]] = {
    "metadata": {"id": "order-support", "title": "Order and support", "version": "1.0.0"},
    "grid": {"bins": 4, "binSize": 5, "binUnit": "minutes", "start": "2025-01-01T00:00:00Z"},
    "nodes": [
        {"id": "order_arrivals", "kind": "const", "values": [10, 10, 10, 10]},
        {"id": "order_served", "kind": "const", "values": [9, 6, 9, 4]},
        {"id": "order_errors", "kind": "const", "values": [1, 1, 1, 1]},
        {"id": "order_capacity", "kind": "const", "values": [12, 7, 9, 4]},
        {"id": "support_arrivals", "kind": "const", "values": [9, 7, 9, 5]},
        {"id": "support_served", "kind": "const", "values": [9, 6, 9, 4]},
        {"id": "support_errors", "kind": "const", "values": [0, 0, 0, 0]},
        {"id": "support_depth", "kind": "const", "values": [2, 10, 20, 0]},
    ],
    "topology": {
        "nodes": [
            {
                "id": "OrderService",
                "kind": "service",
                "semantics": {
                    "arrivals": "order_arrivals",
                    "served": "order_served",
                    "errors": "order_errors",
                    "capacity": "order_capacity",
                },
            },
            {
                "id": "SupportQueue",
                "kind": "queue",
                "semantics": {
                    "arrivals": "support_arrivals",
                    "served": "support_served",
                    "errors": "support_errors",
                    "queueDepth": "support_depth",
                    "slaMin": 5,
                },
            },
        ],
        "edges": [{"from": "OrderService", "to": "SupportQueue"}],
    },
}
SNAPSHOT_QUERY: Final = "binIndex=1"
WINDOW_QUERY: Final = "startBin=0&endBin=3&nodeIds=SupportQueue&metrics=queue,latencyMinutes,color"
# Node and metric -> derived series (state §6.2).
DERIVED: Final = {
    ("OrderService", "utilization"): [0.75, 0.8571428571428571, 1, 1],
    ("OrderService", "throughputRatio"): [0.9, 0.6, 0.9, 0.4],
    ("OrderService", "errorRate"): [0.1, 0.1, 0.1, 0.1],
    ("OrderService", "retryTax"): [0.1, 0.14285714285714285, 0.1, 0.2],
    ("SupportQueue", "queueTimeMs"): [66666.66666666666, 500000, 666666.6666666667, 0],
    ("SupportQueue", "cycleTimeMs"): [66666.66666666666, 500000, 666666.6666666667, 0],
    ("SupportQueue", "latencyMinutes"): [1.1111111111111112, 8.333333333333334, 11.11111111111111, 0],
    ("SupportQueue", "throughputRatio"): [1, 0.8571428571428571, 1, 0.8],
    ("SupportQueue", "errorRate"): [0, 0, 0, 0],
    ("SupportQueue", "retryTax"): [0, 0, 0, 0],
}
COLORS: Final = {
    "OrderService": ["yellow", "yellow", "red", "red"],
    "SupportQueue": ["green", "red", "red", "green"],
}
SERIES: Final = {
    "OrderService": [
        *("arrivals", "served", "errors", "capacity"),
        *("utilization", "throughputRatio", "errorRate", "retryTax"),
    ],
    "SupportQueue": [
        *("arrivals", "served", "errors", "queue"),
        *("queueTimeMs", "latencyMinutes", "cycleTimeMs", "throughputRatio", "errorRate", "retryTax"),
    ],
}
