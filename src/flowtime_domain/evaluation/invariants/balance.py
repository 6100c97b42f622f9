"""Pairs of numbers of one node that do not fit together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias, final

import numpy as np

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.evaluation.finding import Finding, Severity
from flowtime_domain.evaluation.invariants.observation import TOLERANCE, Mask, Observation

ATTEMPTS_TOLERANCE: Final = 1e-4
_KINDS_WITHOUT_BACKLOG: Final = frozenset({"service", "router", "sink", "external"})

Side: TypeAlias = Callable[[Observation], Column | None]


@final
@dataclass(frozen=True, slots=True)
class Comparison:
    """The rule that two series of a node, shape (bins,), in one unit, hold a relation in every bin.

    Attributes
    ----------
    code, severity
        Of its finding.
    complaint
        What the node does in the bins that offend.
    left, right
        The series, in one unit, or None where the rule does not apply.
    offends
        Where the relation does not hold, shape (bins,), true or false.
    """

    code: str
    severity: Severity
    complaint: str
    left: Side
    right: Side
    offends: Callable[[Column, Column], Mask]

    def __call__(self, seen: Observation) -> Finding | None:
        """What the rule finds; the message names the bin where the two are farthest apart."""
        left, right = self.left(seen), self.right(seen)
        if left is None or right is None:
            return None
        offends = self.offends(left, right)

        def message(where: str) -> str:
            worst = int(np.argmax(np.where(offends, np.abs(left - right), -1.0)))
            return (
                f"'{seen.node_id}' {self.complaint} {where}; "
                f"most in bin {worst}: {left[worst]:g} against {right[worst]:g}."
            )

        return seen.in_bins(self.code, self.severity, offends, message)


def above(left: Column, right: Column) -> Mask:
    """Where left exceeds right, shape (bins,), true or false."""
    return left > right + TOLERANCE


def below(left: Column, right: Column) -> Mask:
    """Where left falls short of right, shape (bins,), true or false."""
    return left < right - TOLERANCE


def apart(tolerance: float) -> Callable[[Column, Column], Mask]:
    """Where left and right, shape (bins,), in one unit, differ by more than a tolerance."""
    return lambda left, right: np.abs(left - right) > tolerance


def reported(metric: str) -> Side:
    """The reported series of a metric."""
    return lambda seen: seen.reported.get(metric)


def first_reported(*metrics: str) -> Side:
    """The reported series of the first metric that has one."""
    return lambda seen: next((seen.reported[name] for name in metrics if name in seen.reported), None)


def without_backlog(side: Side) -> Side:
    """Only for kinds that keep no backlog."""
    return lambda seen: None if seen.is_queue_like else side(seen)


def served_at_once(seen: Observation) -> Column | None:
    """Served, shape (bins,), items per bin, of the kinds that pass on what arrives in the same bin."""
    return seen.reported.get("served") if seen.kind in _KINDS_WITHOUT_BACKLOG else None


def capacity(seen: Observation) -> Column | None:
    """Capacity of all servers, shape (bins,), items per bin."""
    return seen.numbers.full_capacity if "capacity" in seen.reported else None


def authored_outflow(seen: Observation) -> Column | None:
    """What leaves a queue, shape (bins,), items per bin, where the author says how much is served."""
    queue = seen.numbers.recurrence
    return None if queue is None or seen.numbers.place.semantics.served is None else queue.outflow


def available(seen: Observation) -> Column | None:
    """What could leave a queue, shape (bins,), items."""
    queue = seen.numbers.recurrence
    return None if queue is None else queue.available


def intake(seen: Observation) -> Column | None:
    """What a queue could lose, shape (bins,), items."""
    queue = seen.numbers.recurrence
    return None if queue is None else np.maximum(0.0, queue.intake)


def queue_depth_mismatch(seen: Observation) -> Finding | None:
    """A queue is said to be longer or shorter than its arrivals, errors and service make it."""
    declared, queue = seen.reported.get("queue"), seen.numbers.recurrence
    if declared is None or queue is None:
        return None
    offends = apart(TOLERANCE)(declared, queue.depth)

    def message(_where: str) -> str:
        bins = np.flatnonzero(offends)
        first = bins[0]
        return (
            f"{seen.node_id}: the declared depth differs from the queue recurrence in "
            f"{'1 bin' if len(bins) == 1 else f'{len(bins)} bins'}, "
            f"first in bin {first} ({declared[first]:g} instead of {queue.depth[first]:g})"
        )

    return seen.in_bins("queue_depth_mismatch", "warning", offends, message)


def demand(seen: Observation) -> Column | None:
    """What a queue that shares a constraint would put out without it, shape (bins,), items per bin."""
    queue = seen.numbers.recurrence
    return None if queue is None else queue.demand


def last_allocation(seen: Observation) -> Column | None:
    """What the last constraint of a queue allots to it, shape (bins,), items per bin."""
    queue = seen.numbers.recurrence
    return None if queue is None else queue.allocation


def unserved_attempts(seen: Observation) -> Column | None:
    """Attempts without what was served, shape (bins,), items per bin."""
    attempts, served = seen.reported.get("attempts"), seen.reported.get("served")
    return None if attempts is None or served is None else attempts - served


def unless_failures_are_given(side: Side) -> Side:
    """Only for nodes without a series of failures."""
    return lambda seen: None if "failures" in seen.reported else side(seen)


SERVED_EXCEEDS_AVAILABLE: Final = Comparison(
    "served_exceeds_available",
    "error",
    "serves more than is available, so work is invented,",
    authored_outflow,
    available,
    above,
)
LOSS_EXCEEDS_AVAILABLE: Final = Comparison(
    "loss_exceeds_available",
    "error",
    "loses more than is available, so work is invented,",
    reported("errors"),
    intake,
    above,
)
SERVED_EXCEEDS_ARRIVALS: Final = Comparison(
    "served_exceeds_arrivals",
    "warning",
    "serves more than arrives",
    served_at_once,
    reported("arrivals"),
    above,
)
SERVED_EXCEEDS_CAPACITY: Final = Comparison(
    "served_exceeds_capacity",
    "warning",
    "serves more than its capacity",
    reported("served"),
    capacity,
    above,
)
ERRORS_EXCEED_ARRIVALS: Final = Comparison(
    "errors_exceed_arrivals",
    "warning",
    "has more errors than arrivals",
    without_backlog(reported("errors")),
    reported("arrivals"),
    above,
)
ATTEMPTS_BELOW_ARRIVALS: Final = Comparison(
    "attempts_below_arrivals",
    "warning",
    "has fewer attempts than arrivals",
    without_backlog(reported("attempts")),
    reported("arrivals"),
    below,
)
FAILURES_EXCEED_ATTEMPTS: Final = Comparison(
    "failures_exceed_attempts",
    "warning",
    "has more failures than attempts",
    first_reported("failures", "errors"),
    reported("attempts"),
    above,
)
EXHAUSTED_EXCEEDS_FAILURES: Final = Comparison(
    "exhausted_exceeds_failures",
    "warning",
    "gives up on more than fails",
    reported("exhaustedFailures"),
    reported("failures"),
    above,
)
EXHAUSTED_EXCEEDS_ERRORS: Final = Comparison(
    "exhausted_exceeds_errors",
    "warning",
    "gives up on more than its errors",
    reported("exhaustedFailures"),
    unless_failures_are_given(reported("errors")),
    above,
)
ATTEMPTS_CONSERVATION_MISMATCH: Final = Comparison(
    "attempts_conservation_mismatch",
    "warning",
    "has attempts without served that are not its failures",
    unserved_attempts,
    reported("failures"),
    apart(ATTEMPTS_TOLERANCE),
)
CONSTRAINT_LIMITED: Final = Comparison(
    "constraint_limited",
    "info",
    "wants to put out more than its constraints allot",
    demand,
    last_allocation,
    above,
)
