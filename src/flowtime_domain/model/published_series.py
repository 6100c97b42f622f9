"""Which series a model publishes, in which order, and what they count (engine §2.1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Literal, TypeAlias, final

from flowtime_domain.model.place_outline import PlaceOutline
from flowtime_domain.model.tree import Tree, mapping_in, mappings_in, text_in, texts_in

SeriesKind: TypeAlias = Literal["flow", "stock", "ratio", "time"]
DEFAULT_UNITS: Final[Mapping[SeriesKind, str]] = {
    "flow": "entities/bin",
    "stock": "entities",
    "ratio": "ratio",
    "time": "ms",
}
_RATIO_UNITS: Final = frozenset({"ratio", "%"})


class SeriesRole(Enum):
    """Why a series exists; the members after ROUTER_TARGET are generated, in the order of engine §2.1."""

    NODE = auto()
    ROUTER_TARGET = auto()
    RETRY_ECHO = auto()
    OVERFLOW_IN = auto()
    ALLOCATION = auto()
    SERVED = auto()
    GATED_OUTFLOW = auto()
    QUEUE_DEPTH = auto()
    OVERFLOW = auto()


@final
@dataclass(frozen=True, slots=True)
class PublishedSeries:
    """One series of a run.

    Attributes
    ----------
    name
        Id by which models refer to it.
    kind
        flow (items per bin), stock (items at the end of a bin), ratio or time (ms).
    unit
        Authored unit, or the default of the kind.
    role
        Why it exists.
    owner
        Index of the series node (NODE, ROUTER_TARGET: the first router) or of the topology node.
    constraint
        Id of the constraint of an ALLOCATION.
    """

    name: str
    kind: SeriesKind
    unit: str
    role: SeriesRole
    owner: int
    constraint: str | None = None

    @property
    def is_generated(self) -> bool:
        """Whether the engine adds it for a topology node."""
        return self.role not in (SeriesRole.NODE, SeriesRole.ROUTER_TARGET)


def published_series(
    nodes: Sequence[Tree], topology_nodes: Sequence[Tree], constraints: Sequence[Tree]
) -> tuple[PublishedSeries, ...]:
    """All series of a model in the order of engine §2.1, which is the row order of stored matrices.

    Parameters
    ----------
    nodes, topology_nodes, constraints
        Canonical mappings in document order. Their shapes may be wrong: then they count as far as they
        can be read, so an element with a wrong shape is still declared under its id (model §2.6).

    Returns
    -------
    tuple of PublishedSeries
        Declared series, then the generated ones; in a model that breaks no rule all names differ.

    Examples
    --------
    >>> desk = {"id": "Desk", "kind": "queue", "semantics": {"arrivals": "visits", "capacity": "visits"}}
    >>> [(series.name, series.kind) for series in published_series([{"id": "visits"}], [desk], [])]
    [('visits', 'flow'), ('desk_served', 'flow'), ('desk_queue', 'stock')]
    """
    outlines = [PlaceOutline.of(tree) for tree in topology_nodes]
    depths = frozenset(outline.queue_depth for outline in outlines)
    times = frozenset(
        text_in(mapping_in(tree, "semantics"), "processingTimeMsSum") for tree in topology_nodes
    )
    declared = tuple(_declared_series(nodes, depths, times))
    names = frozenset(series.name for series in declared)
    overflowing = _overflow_targets(outlines)
    allocations = constraints_of_places(outlines, constraints)
    generated = (
        series
        for owner, outline in enumerate(outlines)
        for series in _generated_series(
            owner, outline, names, receives_overflow=owner in overflowing, constraints=allocations[owner]
        )
    )
    return (*declared, *generated)


def _declared_series(
    nodes: Sequence[Tree], depths: frozenset[str | None], times: frozenset[str | None]
) -> Iterator[PublishedSeries]:
    def series(name: str, tree: Tree, role: SeriesRole, owner: int) -> PublishedSeries:
        unit = text_in(tree, "unit")
        kind: SeriesKind = "ratio" if unit in _RATIO_UNITS else "flow"
        if name in depths or tree.get("kind") == "serviceWithBuffer":
            kind = "stock"
        elif name in times:
            kind = "time"
        return PublishedSeries(name, kind, unit or DEFAULT_UNITS[kind], role, owner)

    taken = {text_in(tree, "id") for tree in nodes}
    for owner, tree in enumerate(nodes):
        name = text_in(tree, "id")
        if name is not None:
            yield series(name, tree, SeriesRole.NODE, owner)
        for _, route in mappings_in(tree, "routes"):
            target = text_in(route, "target")
            if target is not None and target not in taken:
                taken.add(target)
                yield series(target, {}, SeriesRole.ROUTER_TARGET, owner)


def _overflow_targets(outlines: Sequence[PlaceOutline]) -> frozenset[int]:
    sources: dict[str, list[int]] = {}
    for index, outline in enumerate(outlines):
        if outline.wip_overflow is not None:
            sources.setdefault(outline.wip_overflow, []).append(index)
    return frozenset(
        index for index, outline in enumerate(outlines) if sources.get(outline.id or "", [index]) != [index]
    )


def constraints_of_places(
    outlines: Sequence[PlaceOutline], constraints: Sequence[Tree]
) -> list[tuple[str, ...]]:
    """The ids of the constraints of each topology node, in the order of their declaration (model §7.7).

    Parameters
    ----------
    outlines
        The topology nodes in document order.
    constraints
        Canonical mappings of the constraints in document order.

    Returns
    -------
    list of tuple of str
        One tuple for each topology node; empty for a node that shares nothing.
    """
    index_of: dict[str | None, int] = {}
    naming: dict[str, list[int]] = {}
    for index, outline in enumerate(outlines):
        index_of.setdefault(outline.id, index)
        for constraint in outline.constraints:
            naming.setdefault(constraint, []).append(index)
    shared: list[list[str]] = [[] for _ in outlines]
    declared: set[str] = set()
    for tree in constraints:
        constraint_id = text_in(tree, "id")
        if constraint_id is None or constraint_id in declared:
            continue
        declared.add(constraint_id)
        listed = [index_of[name] for _, name in texts_in(tree, "nodes") if name in index_of]
        for member in dict.fromkeys([*listed, *naming.get(constraint_id, [])]):
            shared[member].append(constraint_id)
    return [tuple(ids) for ids in shared]


def _generated_series(
    owner: int,
    outline: PlaceOutline,
    declared: frozenset[str],
    *,
    receives_overflow: bool,
    constraints: tuple[str, ...],
) -> Iterator[PublishedSeries]:
    def series(
        name: str | None, role: SeriesRole, constraint: str | None = None
    ) -> Iterator[PublishedSeries]:
        if name is not None:
            kind: SeriesKind = "stock" if role is SeriesRole.QUEUE_DEPTH else "flow"
            yield PublishedSeries(name, kind, DEFAULT_UNITS[kind], role, owner, constraint)

    if outline.may_generate_echo and outline.retry_echo not in declared:
        yield from series(outline.generated_id("retry_echo", outline.retry_echo), SeriesRole.RETRY_ECHO)
    if receives_overflow:
        yield from series(outline.generated_id("overflow_in"), SeriesRole.OVERFLOW_IN)
    for constraint in constraints:
        yield from series(outline.generated_id(f"alloc_{constraint}"), SeriesRole.ALLOCATION, constraint)
    if outline.serves_by_itself:
        yield from series(outline.generated_id("served"), SeriesRole.SERVED)
    if outline.has_schedule or constraints:
        yield from series(outline.generated_id("gated_outflow"), SeriesRole.GATED_OUTFLOW)
    if outline.has_outflow and outline.queue_depth not in declared:
        yield from series(outline.generated_id("queue", outline.queue_depth), SeriesRole.QUEUE_DEPTH)
    if outline.has_limit:
        yield from series(outline.generated_id("overflow"), SeriesRole.OVERFLOW)
