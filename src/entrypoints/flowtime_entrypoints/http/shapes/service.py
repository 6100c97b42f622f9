"""Shapes of answers about the service (api §12)."""

from typing import Literal, final

from flowtime_entrypoints.http.shapes.shape import Shape


@final
class Limits(Shape):
    """The limits in force; null is no limit."""

    max_body_bytes: int
    max_document_bytes: int
    max_document_depth: int
    max_document_aliases: int
    max_document_events: int
    max_bins: int
    max_bin_size: int
    max_cells: int
    max_running_cells: int
    max_expression_length: int
    max_expression_depth: int
    max_retry_kernel: int
    max_window_points: int
    max_page_size: int
    max_concurrent_creations: int
    max_requests_per_minute: int | None


@final
class Health(Shape):
    """The process answers."""

    status: Literal["ok"]


@final
class ReadinessChecks(Shape):
    """State of each thing that creating a run needs."""

    store: Literal["ok", "unavailable"]
    catalog: Literal["ok", "degraded"]
    templates: Literal["ok", "degraded"]


@final
class Ready(Shape):
    """Whether runs can be created now."""

    status: Literal["ready", "not_ready"]
    checks: ReadinessChecks
