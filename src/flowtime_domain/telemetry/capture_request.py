"""From the object that a caller sends to a request to capture a run (api §11.1).

Rule 1: HTTP, command line and library build the same object and read it here.
Rule 2: whether run id and capture key are well formed is found out by whoever uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.model.document import Value
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.telemetry.gap_request import read_gap_treatment
from flowtime_domain.telemetry.gaps import GapTreatment
from flowtime_domain.telemetry.metrics import METRICS, metric_named, unknown_metric_text

SOURCE_RUN: Final = "run"
_MEMBERS: Final = ("source", "output", "metrics", "gaps", "dryRun")


@final
@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """A run that is to be captured.

    Attributes
    ----------
    run_id
        As the caller wrote it.
    key
        As the caller wrote it; None stands for the run id.
    metrics
        Names of the metrics to capture, as manifests write them, in their order.
    treatment
        What becomes of gaps.
    overwrite, dry_run
        Whether a capture of the key may be replaced; whether nothing is written.
    """

    run_id: str
    key: str | None
    metrics: tuple[str, ...]
    treatment: GapTreatment
    overwrite: bool
    dry_run: bool


def is_about_a_run(members: Value) -> bool:
    """Whether a request to make a capture names a run as its source.

    Examples
    --------
    >>> is_about_a_run({"source": {"type": "Run", "runId": "r"}}), is_about_a_run({"source": "r"})
    (True, False)
    """
    source = members.get("source") if isinstance(members, Mapping) else None
    kind = source.get("type") if isinstance(source, Mapping) else None
    return isinstance(kind, str) and kind.lower() == SOURCE_RUN


def read_capture_request(members: Value) -> CaptureRequest:
    """The request that an object describes.

    Raises
    ------
    RequestInvalidError
        Members are unknown, missing or of a wrong type; `errors` lists them all.
    """
    body = RequestMembers.of_body(members, _MEMBERS)
    source = body.section("source", ("type", "runId"))
    source.word("type", (SOURCE_RUN,))
    if not source.gives("runId"):
        source.reject("required_member", "'runId' says which run to capture.", "runId")
    output = body.section("output", ("captureKey", "overwrite"))
    request = CaptureRequest(
        run_id=source.text("runId", may_be_blank=True) or "",
        key=output.text("captureKey", may_be_blank=True),
        metrics=_metrics(body),
        treatment=read_gap_treatment(body),
        overwrite=output.flag("overwrite"),
        dry_run=body.flag("dryRun"),
    )
    body.raise_errors()
    return request


def _metrics(body: RequestMembers) -> tuple[str, ...]:
    words = body.value("metrics")
    if words is None:
        return tuple(METRICS)
    if not isinstance(words, list | tuple):
        body.reject("invalid_type", "'metrics' must be a list of names.", "metrics")
        return ()
    chosen = set()
    for index, word in enumerate(words):
        metric = metric_named(word) if isinstance(word, str) else None
        if metric is not None:
            chosen.add(metric.name)
        elif isinstance(word, str):
            body.reject("metric_unknown", unknown_metric_text(word), "metrics", index)
        else:
            body.reject("invalid_type", "A metric is named by a text.", "metrics", index)
    return tuple(name for name in METRICS if name in chosen)
