"""What of a topology node decides which series the engine adds for it.

Rule 1: an outline can be taken of any mapping, whether its shape is right or not: what is given counts
as given, whatever its value, so that one mistake does not bring others along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final, get_args

from flowtime_domain.model.identifiers import LOSS, snake_case
from flowtime_domain.model.topology import QUEUE_LIKE_KINDS, TopologyKind
from flowtime_domain.model.tree import Tree, mapping_in, text_in, texts_in

ITSELF: Final = "self"
_KINDS: Final = frozenset(get_args(TopologyKind))
PARALLEL_KINDS: Final = frozenset({"service", "serviceWithBuffer", "queue"})
_TERMINAL_KINDS: Final = frozenset({"dependency", "sink"})
_TERMINAL_REFUSALS: Final = frozenset(
    {"queueDepth", "capacity", "attempts", "failures", "retryEcho", "retryKernel"}
)


@final
@dataclass(frozen=True, slots=True)
class PlaceOutline:
    """A topology node as far as it matters to generated series (engine §2.1).

    Attributes
    ----------
    id
        Topology id as written, None if it has none.
    kind
        Its kind, None if the word is no kind.
    has_semantics
        Whether its semantics are a mapping at all.
    given
        Keys of its semantics.
    queue_depth, retry_echo
        The series that these semantics name; None where they are absent or `self`.
    wip_overflow
        The topology node that its overflow goes to; None where it is lost.
    constraints
        Constraint ids that the node names itself, in order.
    has_schedule, has_limit
        Whether it has a dispatch schedule, a limit on its depth.
    """

    id: str | None
    kind: str | None
    has_semantics: bool
    given: frozenset[str]
    queue_depth: str | None
    retry_echo: str | None
    wip_overflow: str | None
    constraints: tuple[str, ...]
    has_schedule: bool
    has_limit: bool

    @classmethod
    def of(cls, tree: Tree) -> "PlaceOutline":
        """The outline of a canonical mapping."""
        semantics = mapping_in(tree, "semantics")
        kind = tree.get("kind", "service")
        return cls(
            id=text_in(tree, "id"),
            kind=kind if isinstance(kind, str) and kind in _KINDS else None,
            has_semantics=isinstance(tree.get("semantics"), Mapping),
            given=frozenset(semantics),
            queue_depth=_named_series(semantics, "queueDepth"),
            retry_echo=_named_series(semantics, "retryEcho"),
            wip_overflow=_overflow_target(tree),
            constraints=tuple(name for _, name in texts_in(tree, "constraints")),
            has_schedule="dispatchSchedule" in tree,
            has_limit="wipLimit" in tree or "wipLimitSeries" in tree,
        )

    @property
    def is_queue_like(self) -> bool:
        """Whether the kind keeps a backlog (model §7.2)."""
        return self.kind in QUEUE_LIKE_KINDS

    @property
    def has_outflow(self) -> bool:
        """Whether the engine can say what leaves its queue (model §7.2)."""
        serves = self.kind == "dlq" or not self.given.isdisjoint({"served", "capacity"})
        return self.is_queue_like and "arrivals" in self.given and serves

    @property
    def lacks_outflow(self) -> bool:
        """Whether it should say what leaves its queue, could be read, and does not."""
        return self.is_queue_like and self.has_semantics and not self.has_outflow

    @property
    def refused_semantics(self) -> frozenset[str]:
        """Semantics that its kind cannot have (model §7.2)."""
        refused = _TERMINAL_REFUSALS if self.kind in _TERMINAL_KINDS else frozenset[str]()
        allows_parallelism = self.kind is None or self.kind in PARALLEL_KINDS
        return refused if allows_parallelism else refused | {"parallelism"}

    @property
    def serves_by_itself(self) -> bool:
        """Whether the engine computes its `served` (engine §5.3, §5.7)."""
        return "served" not in self.given and (
            self.has_outflow or (self.kind == "sink" and "arrivals" in self.given)
        )

    @property
    def may_generate_echo(self) -> bool:
        """Whether a retry echo is generated unless `retryEcho` names a declared series (model §7.3)."""
        return not (self.given & {"retryEcho", "retryKernel"}).issubset(self.refused_semantics)

    def generated_id(self, suffix: str, named: str | None = None) -> str | None:
        """The id of a series that the engine adds: the one that is named, else stem and suffix.

        Examples
        --------
        >>> desk = PlaceOutline.of({"id": "WebDesk"})
        >>> desk.generated_id("queue"), desk.generated_id("queue", "waiting")
        ('web_desk_queue', 'waiting')
        """
        if named is not None or self.id is None:
            return named
        return f"{snake_case(self.id)}_{suffix}"


def _named_series(semantics: Tree, key: str) -> str | None:
    name = text_in(semantics, key)
    return None if name == ITSELF else name


def _overflow_target(tree: Tree) -> str | None:
    target = text_in(tree, "wipOverflow")
    return None if target is None or target.lower() == LOSS else target
