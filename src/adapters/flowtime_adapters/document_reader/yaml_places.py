"""Where the parts of a YAML text stand.

Rule 1: only texts that were read without a finding come here.
Rule 2: an alias stands where it is written; what is below it stands at the anchor.
"""

from dataclasses import dataclass
from typing import final

from yaml.events import AliasEvent, CollectionEndEvent, MappingStartEvent, NodeEvent, ScalarEvent

from flowtime_adapters.document_reader.places import Spot
from flowtime_adapters.document_reader.yaml_events import place_of, yaml_events
from flowtime_domain.errors import Place


def locate_yaml(text: str) -> Spot:
    """The spot of the root of an accepted text, with all below it."""
    locator = _Locator()
    for event in yaml_events(text):
        if isinstance(event, NodeEvent):
            locator.begin(event)
        elif isinstance(event, CollectionEndEvent):
            locator.end()
    return locator.root


@dataclass(slots=True)
class _Open:
    """A mapping or list whose members are being located; `key` is the key whose value comes next."""

    members: dict[str | int, Spot]
    is_mapping: bool
    key: tuple[str, Place] | None = None


@final
class _Locator:
    """Follows the events of one text."""

    def __init__(self) -> None:
        self.root = Spot(Place(1, 1))
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Spot, str]] = {}

    def begin(self, event: NodeEvent) -> None:
        """A scalar, an alias, or the start of a mapping or list."""
        place = place_of(event)
        if isinstance(event, AliasEvent):
            anchored, text = self._anchors[event.anchor or ""]
            self._put(Spot(place, anchored.members), text)
            return
        spot, text = Spot(place), ""
        if isinstance(event, ScalarEvent):
            text = event.value
        else:
            spot.members = {}
        if event.anchor is not None:
            self._anchors[event.anchor] = (spot, text)
        self._put(spot, text)
        if spot.members is not None:
            self._open.append(_Open(spot.members, isinstance(event, MappingStartEvent)))

    def end(self) -> None:
        """The end of the innermost mapping or list."""
        self._open.pop()

    def _put(self, spot: Spot, text: str) -> None:
        if not self._open:
            self.root = spot
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.members[len(parent.members)] = spot
        elif parent.key is None:
            parent.key = (text, spot.place)
        else:
            key, spot.key = parent.key
            parent.members[key] = spot
            parent.key = None
