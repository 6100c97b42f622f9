"""What requests and answers look like, for the OpenAPI document (api §6-§12).

Rule 1: these shapes document; requests are read by the domain's readers and answers made by `bodies`.
Rule 2: a member stands here exactly if it stands in the reference; a test holds every answer against them.
"""

from typing import Final

from flowtime_domain.runs.artifact_documents import TelemetryManifestDocument
from flowtime_entrypoints.http.shapes.captures import CaptureAnswer, CaptureRequest
from flowtime_entrypoints.http.shapes.comparison import COMPARISON_QUERY, RunComparison
from flowtime_entrypoints.http.shapes.problems import Problem
from flowtime_entrypoints.http.shapes.requests import RunRequest, ValidationRequest
from flowtime_entrypoints.http.shapes.runs import RUN_LISTING_QUERY, RunAnswer, RunList, SeriesIndex
from flowtime_entrypoints.http.shapes.service import Health, Limits, Ready
from flowtime_entrypoints.http.shapes.shape import METRICS_TEXT, MODEL_TEXT, SERIES_TEXT, TextShape
from flowtime_entrypoints.http.shapes.state import (
    SNAPSHOT_QUERY,
    WINDOW_QUERY,
    Graph,
    StateSnapshot,
    StateWindow,
)
from flowtime_entrypoints.http.shapes.templates import TemplateDetail, TemplateList, ValidationAnswer

REQUESTS: Final = (RunRequest, ValidationRequest, CaptureRequest)
ANSWERS: Final = (
    RunAnswer,
    RunList,
    SeriesIndex,
    StateSnapshot,
    StateWindow,
    Graph,
    RunComparison,
    TemplateList,
    TemplateDetail,
    ValidationAnswer,
    CaptureAnswer,
    TelemetryManifestDocument,
    Limits,
    Health,
    Ready,
    Problem,
)

__all__ = [
    "ANSWERS",
    "COMPARISON_QUERY",
    "METRICS_TEXT",
    "MODEL_TEXT",
    "REQUESTS",
    "RUN_LISTING_QUERY",
    "SERIES_TEXT",
    "SNAPSHOT_QUERY",
    "WINDOW_QUERY",
    "CaptureAnswer",
    "CaptureRequest",
    "Graph",
    "Health",
    "Limits",
    "Problem",
    "Ready",
    "RunAnswer",
    "RunComparison",
    "RunList",
    "RunRequest",
    "SeriesIndex",
    "StateSnapshot",
    "StateWindow",
    "TelemetryManifestDocument",
    "TemplateDetail",
    "TemplateList",
    "TextShape",
    "ValidationAnswer",
    "ValidationRequest",
]
