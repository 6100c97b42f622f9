"""Answers about the service (api §12)."""

from flowtime_domain.expressions.grammar import MAXIMUM_NESTING
from flowtime_domain.expressions.parser import MAXIMUM_LENGTH
from flowtime_domain.model.topology import MAXIMUM_KERNEL_LENGTH
from flowtime_domain.use_cases.run_listing import MAXIMUM_PAGE_SIZE
from flowtime_entrypoints.bodies.parts import Body
from flowtime_entrypoints.settings import Settings


def limits_answer(settings: Settings) -> Body:
    """The limits in force (api §12.1)."""
    return {
        "maxBodyBytes": settings.max_body_bytes,
        "maxDocumentBytes": settings.max_document_bytes,
        "maxDocumentDepth": settings.max_document_depth,
        "maxDocumentAliases": settings.max_document_aliases,
        "maxDocumentEvents": settings.max_document_events,
        "maxBins": settings.max_bins,
        "maxBinSize": settings.model_limits.max_bin_size,
        "maxCells": settings.max_cells,
        "maxRunningCells": settings.max_running_cells,
        "maxExpressionLength": MAXIMUM_LENGTH,
        "maxExpressionDepth": MAXIMUM_NESTING,
        "maxRetryKernel": MAXIMUM_KERNEL_LENGTH,
        "maxWindowPoints": settings.max_window_points,
        "maxPageSize": MAXIMUM_PAGE_SIZE,
        "maxConcurrentCreations": settings.max_concurrent_creations,
        "maxRequestsPerMinute": settings.max_requests_per_minute,
    }
