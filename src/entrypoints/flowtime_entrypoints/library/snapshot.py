"""What a run looked like in one bin."""

import json
from collections.abc import Mapping
from typing import Any, final

import numpy as np

from flowtime_domain.state.state_slice import StateSlice
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.library.bin_times import bin_starts
from flowtime_entrypoints.library.metric_values import Values, values_of


@final
class Snapshot:
    """The nodes of a run in one bin (state §4).

    Attributes
    ----------
    bin_index
        The bin.
    timestamp
        When it begins, in UTC; None without grid start.
    nodes
        Ids of the nodes, in the order of the model.
    values
        Every metric -> shape (nodes,), in its unit, read-only, NaN where null; colors are texts.
    """

    def __init__(self, found: StateSlice, bodies: StateBodies) -> None:
        starts = bin_starts(found.run.run.grid, found.first_bin, 1)
        self._found = found
        self._bodies = bodies
        self.bin_index: int = found.first_bin
        self.timestamp: np.datetime64 | None = None if starts is None else starts[0]
        self.nodes: tuple[str, ...] = found.node_ids
        self.values: Mapping[str, Values] = {
            metric: values_of(found, metric)[:, 0] for metric in found.metrics
        }

    def __repr__(self) -> str:
        """What a notebook shows: the bin, and how much there is to see."""
        return (
            f"Snapshot(run_id={str(self._found.run.run_id)!r}, bin_index={self.bin_index}, "
            f"nodes={len(self.nodes)})"
        )

    @property
    def body(self) -> Mapping[str, Any]:
        """The body that the HTTP API answers (state §4.1)."""
        body: dict[str, Any] = json.loads(self._bodies.snapshot(self._found))
        return body
