"""The units of metrics (state §2.1, §2.2)."""

from collections.abc import Mapping
from typing import Final

METRIC_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("arrivals", "served", "errors", "attempts", "failures", "exhaustedFailures", "retryEcho"),
        "items per bin",
    ),
    **dict.fromkeys(("retryBudgetRemaining", "externalDemand"), "as authored"),
    "queue": "items",
    "overflow": "items per bin",
    "capacity": "items per bin",
    "parallelism": "servers",
    "processingTimeMsSum": "ms",
    "servedCount": "items",
    "utilization": "ratio",
    "queueTimeMs": "ms",
    "latencyMinutes": "minutes",
    "serviceTimeMs": "ms",
    "cycleTimeMs": "ms",
    **dict.fromkeys(("flowEfficiency", "throughputRatio", "errorRate", "retryTax"), "ratio"),
    "kingmanWaitMs": "ms",
}
"""Every metric but `color`, which is a word, in the order of every answer."""
