"""What is to be said about files and series that were bound, or were not (telemetry §10).

Rule 1: what concerns the run comes first, then the topology nodes in document order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from flowtime_domain.evaluation.finding import MAXIMUM_LISTED_BINS, Finding
from flowtime_domain.evaluation.reported_series import reported_series
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import ConstNode, PmfNode
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.runs.artifact_documents import CapturedSeries
from flowtime_domain.telemetry.gaps import Column


@final
@dataclass(frozen=True, slots=True, eq=False)
class BoundSeries:
    """A bound model, and the values that files gave to its const nodes.

    Attributes
    ----------
    model
        The model.
    values
        Id of a const node -> shape (bins,), unit of the series, NaN where missing.
    """

    model: FlowModel
    values: Mapping[str, Column]


def binding_findings(
    bound: BoundSeries, unused: Sequence[CapturedSeries], partly_captured: Iterable[str]
) -> Iterator[Finding]:
    """The warnings of a binding.

    Parameters
    ----------
    bound
        What was bound.
    unused
        Files to which nothing was bound.
    partly_captured
        Ids of constraints of which only some members were freed.
    """
    if not bound.values:
        message = "No series takes its values from a file; every number comes from the model itself."
        yield Finding("telemetry_sources_missing", "warning", message)
    for entry in unused:
        message = f"Nothing takes its values from '{entry.path}' ({entry.node_id} {entry.metric})."
        yield Finding("telemetry_file_unused", "info", message)
    for constraint in partly_captured:
        message = (
            f"What some members of constraint '{constraint}' serve was captured; it is shared by the others."
        )
        yield Finding("constraint_partly_captured", "warning", message)
    yield from _about_places(bound)


def _about_places(bound: BoundSeries) -> Iterator[Finding]:
    unbacked = {
        node.id
        for node in bound.model.nodes
        if isinstance(node, ConstNode | PmfNode) and node.id not in bound.values
    }
    for place, reported in zip(bound.model.topology.nodes, reported_series(bound.model), strict=True):
        arrivals = place.semantics.arrivals
        if arrivals in unbacked:
            message = f"No file backs '{arrivals}', so '{place.id}' gets the demand of the model."
            yield Finding("telemetry_sources_unresolved", "warning", message, place.id)
        yield from _invalid_series(place, reported, bound)


def _invalid_series(
    place: TopologyNode, reported: Mapping[str, str | float], bound: BoundSeries
) -> Iterator[Finding]:
    missing = {
        name: np.isnan(bound.values[name])
        for name in dict.fromkeys(reported.values())
        if isinstance(name, str) and name in bound.values
    }
    names = [f"'{name}'" for name, gaps in missing.items() if gaps.any()]
    if not names:
        return
    bins = np.flatnonzero(np.any(list(missing.values()), axis=0))
    message = f"What was captured for '{place.id}' has missing values: {', '.join(names)}."
    listed = tuple(bins[:MAXIMUM_LISTED_BINS].tolist())
    yield Finding("telemetry_series_invalid", "warning", message, place.id, listed, int(bins.size))
