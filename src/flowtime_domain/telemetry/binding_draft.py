"""The normal form of a model while files are bound to its series (telemetry §8.4).

Rule 1: what is bound is written down here; whether the result is right is found out by reading it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, final

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.grid import utc_text
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.telemetry.binding_sources import PREFIX

_KEPT_BY_CONST: Final[tuple[str, ...]] = ("id", "initial", "unit", "description", "metadata")
_DROPPED_BY_SOURCE: Final = ("values", "repeat")
_TAKEN: Final = "_telemetry"


@final
class BindingDraft:
    """A model in normal form that may be changed.

    Parameters
    ----------
    model
        The model before anything is bound.

    Attributes
    ----------
    root
        Its normal form, as far as it is changed by now.
    """

    def __init__(self, model: FlowModel) -> None:
        # A normal form that has just been made belongs to nobody else.
        self.root: dict[str, Any] = {**normal_form(model)}
        self._nodes: list[dict[str, Any]] = self.root.setdefault("nodes", [])
        self._topology: dict[str, Any] = self.root.get("topology", {})
        self._taken = {series.name.lower() for series in model.series}
        self._index_of = {node["id"]: index for index, node in enumerate(self._nodes)}

    def start_at(self, start: datetime) -> None:
        """Let bin 0 begin at a moment in UTC."""
        self.root["grid"]["start"] = utc_text(start)

    def drop_values(self, ids: Iterable[str]) -> None:
        """Forget the values of const nodes that take those of a file."""
        for identifier in ids:
            for key in _DROPPED_BY_SOURCE:
                self._nodes[self._index_of[identifier]].pop(key, None)

    def replace_node(self, identifier: str, path: str) -> None:
        """Let a declared series take the values of a file."""
        index = self._index_of[identifier]
        node = self._nodes[index]
        kept = {key: node[key] for key in _KEPT_BY_CONST if key in node}
        self._nodes[index] = {**kept, **_const(identifier, path)}

    def append_const(self, identifier: str, path: str) -> None:
        """Declare a series that takes the values of a file."""
        self._nodes.append(_const(identifier, path))

    def append_copy(self, identifier: str, of: str) -> None:
        """Declare a series that equals another."""
        self._nodes.append({"id": identifier, "kind": "expr", "expr": of})

    def free_id(self, identifier: str) -> str:
        """An id that no series has, which begins as the given one; it is taken from now on."""
        while identifier.lower() in self._taken:
            identifier += _TAKEN
        self._taken.add(identifier.lower())
        return identifier

    def name_semantic(self, place: int, key: str, series: str) -> None:
        """Let a topology node, by its index, name a series."""
        self._topology["nodes"][place]["semantics"][key] = series

    def release(self, place: int) -> Iterator[str]:
        """Free a topology node, by its index, from its schedule and constraints; the ids of these.

        A constraint without members goes.
        """
        node = self._topology["nodes"][place]
        node.pop("dispatchSchedule", None)
        own = node.pop("constraints", [])
        for constraint in self._topology.get("constraints", []):
            listed = constraint.get("nodes", [])
            if node["id"] in listed or constraint["id"] in own:
                constraint["nodes"] = [member for member in listed if member != node["id"]]
                yield constraint["id"]

    def drop_empty_constraints(self, released: Iterable[str]) -> list[str]:
        """Remove the constraints among some whose members are all gone; the ids of the others, in order."""
        among = frozenset(released)
        named = {name for node in self._topology.get("nodes", []) for name in node.get("constraints", [])}
        kept, partly = [], []
        for constraint in self._topology.get("constraints", []):
            has_members = bool(constraint.get("nodes")) or constraint["id"] in named
            if constraint["id"] in among:
                if not constraint["nodes"]:
                    del constraint["nodes"]
                if has_members:
                    partly.append(constraint["id"])
            if has_members or constraint["id"] not in among:
                kept.append(constraint)
        if "constraints" in self._topology:
            self._topology["constraints"] = kept
        return partly


def _const(identifier: str, path: str) -> dict[str, Any]:
    return {"id": identifier, "kind": "const", "source": f"{PREFIX}{path}"}
