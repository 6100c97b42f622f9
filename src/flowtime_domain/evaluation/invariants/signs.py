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
        if values[np.argmin(values)] >= -TOLERANCE:  # a gap counts as the smallest, so it goes on
            return None

        def message(where: str) -> str:
            lowest = int(np.nanargmin(values))
            return (
                f"'{metric}' of '{seen.node_id}' is negative {where}; "
                f"lowest in bin {lowest}: {values[lowest]:g}."
            )

        return seen.in_bins(code, "warning", values < -TOLERANCE, message)

    return rule
