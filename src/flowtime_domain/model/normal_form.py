"""The one way to write a model: what is hashed, and what a run stores (model §3.5).

Rule 1: two documents of one normal form are the same model; the normal form reads as that model.
Rule 2: keys stand in the order of the tables of the language, keys of all kinds before keys of one kind;
the shapes declare their fields in that order.
"""

from typing import Any, Final

from flowtime_domain.model.document import Value
from flowtime_domain.model.element import Element
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import Grid, utc_text
from flowtime_domain.model.identifiers import LOSS
from flowtime_domain.model.nodes import BufferNode, DispatchSchedule
from flowtime_domain.model.topology import Topology, TopologyNode

SCHEMA_VERSION: Final = 1


def normal_form(model: FlowModel) -> dict[str, Value]:
    """The normal form of a model as a JSON value, without its `provenance`.

    Parameters
    ----------
    model
        A model that has been read.

    Returns
    -------
    dict
        Canonical spellings and written defaults; what is absent has no key. Integers where the language
        asks for integers, else floats; texts; lists; mappings in the order in which they are stored.
    """
    sections: dict[str, Value] = {
        "schemaVersion": SCHEMA_VERSION,
        "metadata": _written(model.metadata),
        "grid": _grid(model.grid),
        "nodes": [_series_node(node) for node in model.nodes],
        "topology": topology_form(model.topology),
        "outputs": [_written(output) for output in model.outputs],
        "rng": None if model.rng is None else _written(model.rng),
    }
    return {key: section for key, section in sections.items() if section}


def _written(element: Element) -> dict[str, Any]:
    return element.model_dump(mode="json", by_alias=True, exclude_none=True)


def _grid(grid: Grid) -> dict[str, Value]:
    lengths: dict[str, Value] = {"bins": grid.bins, "binSize": grid.bin_size, "binUnit": grid.bin_unit}
    return lengths if grid.start is None else {**lengths, "start": utc_text(grid.start)}


def _series_node(node: Element) -> dict[str, Any]:
    written = _written(node)
    if isinstance(node, BufferNode):
        _forget_default_phase(written, node.dispatch_schedule)
    return written


def topology_form(topology: Topology) -> dict[str, Value]:
    """The normal form of places, edges and constraints as a JSON value; what is empty has no key."""
    sections: dict[str, Value] = {
        "nodes": [_topology_node(node) for node in topology.nodes],
        "edges": [_written(edge) for edge in topology.edges],
        "constraints": [_written(constraint) for constraint in topology.constraints],
    }
    return {key: section for key, section in sections.items() if section}


def _topology_node(node: TopologyNode) -> dict[str, Any]:
    if (node.wip_limit is not None or node.wip_limit_series is not None) and node.wip_overflow is None:
        node = node.model_copy(update={"wip_overflow": LOSS})
    written = _written(node)
    _forget_default_phase(written, node.dispatch_schedule)
    return written


def _forget_default_phase(written: dict[str, Any], schedule: DispatchSchedule | None) -> None:
    # The default of phaseOffset is not among those that the normal form writes out.
    if schedule is not None and "phase_offset" not in schedule.model_fields_set:
        del written["dispatchSchedule"]["phaseOffset"]
