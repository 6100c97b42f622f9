"""Counts that fall below zero."""

import numpy as np

from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.invariants.observation import TOLERANCE, Observation, Rule


def negative(code: str, metric: str) -> Rule:
    """The rule that a reported series is nowhere below zero."""

    def rule(seen: Observation) -> Finding | None:
        values = seen.reported.get(metric)
        if values is None:
            return None
        lowest = int(np.argmin(values))
        if not values[lowest] < -TOLERANCE:
            return None
        return seen.in_bins(
            code,
            "warning",
            values < -TOLERANCE,
            lambda where: (
                f"'{metric}' of '{seen.node_id}' is negative {where}; "
                f"lowest in bin {lowest}: {values[lowest]:g}."
            ),
        )

    return rule
