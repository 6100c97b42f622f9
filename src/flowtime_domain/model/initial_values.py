"""What stood before bin 0: the values that SHIFT sees, and the depths that queues start from.

Rule 1: the two are found by rules of their own (engine §2.6, §5.2); in a model that has been read
they agree wherever both apply to one depth.
"""

from collections.abc import Iterator

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.place_outline import ITSELF
from flowtime_domain.model.published_series import SeriesRole


def names_of_depth(
    topology_id: str | None, queue_depth: str | None, generated: str | None
) -> tuple[str, ...]:
    """The series that the backlog of a topology node before bin 0 stands for (engine §2.6).

    Parameters
    ----------
    topology_id
        Id of the topology node: a series of the same id takes its backlog too.
    queue_depth
        What its `queueDepth` names, None where absent.
    generated
        Name of its generated depth, None where it has none.

    Returns
    -------
    tuple of str
        Distinct names, whether or not a series of that name exists.

    Examples
    --------
    >>> names_of_depth("Desk", "self", "desk_queue")
    ('Desk', 'desk_queue')
    """
    named = None if queue_depth == ITSELF else queue_depth
    return tuple(dict.fromkeys(name for name in (topology_id, named, generated) if name is not None))


def shift_initial_values(model: FlowModel) -> dict[str, float]:
    """The value of each published series in every bin before bin 0, as SHIFT sees it (engine §2.6).

    Parameters
    ----------
    model
        A model that has been read.

    Returns
    -------
    dict
        By name of the series, in the order of engine §2.1: one finite value in the unit of the series;
        0 where the model gives none. A series node of kind serviceWithBuffer starts from this value.
    """
    written = {node.id: node.initial for node in model.nodes if node.initial is not None}
    for name, depth in _depths_before_bin_0(model):
        written.setdefault(name, depth)
    return {series.name: written.get(series.name, 0.0) for series in model.series}


def _depths_before_bin_0(model: FlowModel) -> Iterator[tuple[str, float]]:
    generated = {
        series.owner: series.name for series in model.series if series.role is SeriesRole.QUEUE_DEPTH
    }
    for index, node in enumerate(model.topology.nodes):
        if node.initial_depth is not None:
            for name in names_of_depth(node.id, node.semantics.queue_depth, generated.get(index)):
                yield name, node.initial_depth


def starting_depths(model: FlowModel) -> dict[str, float]:
    """The depth that each topology node's recurrence starts from (engine §5.2).

    Parameters
    ----------
    model
        A model that has been read.

    Returns
    -------
    dict
        By topology id, in document order: the depth before bin 0 in items, finite; the node's own
        `initialCondition.queueDepth`, else the `initial` of the declared series that `queueDepth` names,
        else 0.
    """
    declared = {node.id: node.initial for node in model.nodes if node.initial is not None}
    return {
        node.id: declared.get(node.semantics.queue_depth or "", 0.0)
        if node.initial_depth is None
        else node.initial_depth
        for node in model.topology.nodes
    }
