"""What a node lacks or connects in a way that means nothing; these findings concern no bin."""

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants.observation import Observation
from flowtime_domain.kernels.retries import brings_back_too_much, kernel_sum

_KINDS_THAT_SERVE = frozenset({"service", "router", "dependency", "external"})
_EFFORT = frozenset({"effort", "dependency"})


def retry_kernel_policy(seen: Observation) -> Finding | None:
    """A kernel that would bring back more than failed was scaled."""
    kernel = seen.numbers.place.semantics.retry_kernel
    if kernel is None or not seen.generates_echo or not brings_back_too_much(kernel):
        return None
    return seen.note(
        "retry_kernel_policy",
        "warning",
        f"The retry kernel of '{seen.node_id}' adds up to {kernel_sum(kernel):.12g}; "
        "it was scaled to 1, since no more can come back than failed.",
    )


def retry_kernel_unused(seen: Observation) -> Finding | None:
    """A kernel stands beside an echo that is declared elsewhere."""
    given = seen.numbers.place.semantics
    if given.retry_kernel is None or seen.generates_echo:
        return None
    return seen.note(
        "retry_kernel_unused",
        "info",
        f"The retry kernel of '{seen.node_id}' has no effect: its echo is the series '{given.retry_echo}'.",
    )


def missing_served_series(seen: Observation) -> Finding | None:
    """Nothing tells what a node serves."""
    if seen.kind not in _KINDS_THAT_SERVE or "served" in seen.reported:
        return None
    return seen.note(
        "missing_served_series",
        "info",
        f"'{seen.node_id}' names no 'served'; its utilization and throughput are unknown.",
    )


def missing_exhausted_failures_series(seen: Observation) -> Finding | None:
    """Attempts are limited, and nothing tells how many were given up."""
    return _missing_beside_max_attempts(
        seen, "missing_exhausted_failures_series", "exhaustedFailures", "how many are given up"
    )


def missing_retry_budget_series(seen: Observation) -> Finding | None:
    """Attempts are limited, and nothing tells how many are left."""
    return _missing_beside_max_attempts(
        seen, "missing_retry_budget_series", "retryBudgetRemaining", "how many attempts are left"
    )


def _missing_beside_max_attempts(seen: Observation, code: str, metric: str, question: str) -> Finding | None:
    if seen.numbers.place.semantics.max_attempts is None or metric in seen.reported:
        return None
    return seen.note(
        code, "info", f"'{seen.node_id}' limits attempts but names no '{metric}'; nobody sees {question}."
    )


def dlq_non_terminal_inbound(seen: Observation) -> Finding | None:
    """Work reaches a dead-letter queue as if it went on."""
    if seen.kind != "dlq" or all(edge.type == "terminal" for edge in seen.incoming):
        return None
    return seen.note(
        "dlq_non_terminal_inbound",
        "warning",
        f"Edges into the dead-letter queue '{seen.node_id}' should be of type terminal.",
    )


def dlq_non_terminal_outbound(seen: Observation) -> Finding | None:
    """Work leaves a dead-letter queue as if it were an ordinary one."""
    if seen.kind != "dlq" or all(edge.type == "terminal" for edge in seen.outgoing):
        return None
    return seen.note(
        "dlq_non_terminal_outbound",
        "warning",
        f"Edges out of the dead-letter queue '{seen.node_id}' should be of type terminal.",
    )


def dependency_missing_effort_edges(seen: Observation) -> Finding | None:
    """Nobody seems to need a dependency."""
    if seen.kind != "dependency" or any(edge.type in _EFFORT for edge in seen.incoming):
        return None
    return seen.note(
        "dependency_missing_effort_edges",
        "info",
        f"No edge of type effort or dependency leads to '{seen.node_id}'; nobody sees who needs it.",
    )


def edge_behavior_violation_lag(seen: Observation) -> Finding | None:
    """An edge has a lag, and edges move nothing."""
    if not any(edge.lag for edge in seen.outgoing):
        return None
    return seen.note(
        "edge_behavior_violation_lag",
        "warning",
        f"An edge out of '{seen.node_id}' has a lag, which delays nothing: edges describe; use SHIFT.",
    )
