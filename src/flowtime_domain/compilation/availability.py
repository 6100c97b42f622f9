"""Features of the model language that this version does not evaluate yet.

Rule 1: what is written here is right by the language; it is refused, never ignored.
"""

from collections.abc import Iterator

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.nodes import BufferNode, RouterNode
from flowtime_domain.model.topology import TopologyNode


def unavailable_features(model: FlowModel) -> tuple[DocumentError, ...]:
    """One finding `feature_unavailable` at each element that uses such a feature."""
    return tuple(
        model.written_as.error(
            "feature_unavailable", f"{feature} are not available in this version of FlowTime.", path
        )
        for feature, path in _uses(model)
    )


def _uses(model: FlowModel) -> Iterator[tuple[str, Path]]:
    for index, node in enumerate(model.nodes):
        if isinstance(node, RouterNode):
            yield "Routers", ("nodes", index)
        elif isinstance(node, BufferNode) and node.dispatch_schedule is not None:
            yield "Dispatch schedules", ("nodes", index, "dispatchSchedule")
    for index, place in enumerate(model.topology.nodes):
        for feature, key in _uses_of_place(place):
            yield feature, ("topology", "nodes", index, key)
    for index, _ in enumerate(model.topology.constraints):
        yield "Shared constraints", ("topology", "constraints", index)


def _uses_of_place(place: TopologyNode) -> Iterator[tuple[str, str]]:
    if place.dispatch_schedule is not None:
        yield "Dispatch schedules", "dispatchSchedule"
    if place.wip_limit is not None:
        yield "Limits on work in progress", "wipLimit"
    if place.wip_limit_series is not None:
        yield "Limits on work in progress", "wipLimitSeries"
    if place.constraints:
        yield "Shared constraints", "constraints"
