"""Where the parts of a YAML text stand.

Rule 1: only texts that were read without a finding come here.
Rule 2: an alias stands where it is written; what is below it stands at the anchor.
"""

from yaml.events import AliasEvent, CollectionEndEvent, MappingStartEvent, NodeEvent, ScalarEvent

from flowtime_adapters.document_reader.places import Locator, Spot
from flowtime_adapters.document_reader.yaml_events import place_of, yaml_events


def locate_yaml(text: str) -> Spot:
    """The spot of the root of an accepted text, with all below it."""
    locator = Locator()
    anchors: dict[str | None, tuple[Spot, str]] = {}
    for event in yaml_events(text):
        if isinstance(event, NodeEvent):
            _take(event, locator, anchors)
        elif isinstance(event, CollectionEndEvent):
            locator.end()
    return locator.root


def _take(event: NodeEvent, locator: Locator, anchors: dict[str | None, tuple[Spot, str]]) -> None:
    place = place_of(event)
    text = event.value if isinstance(event, ScalarEvent) else ""
    spot = Spot(place)
    if isinstance(event, AliasEvent):
        anchored, text = anchors[event.anchor]
        spot.members = anchored.members
    if locator.awaits_key:
        locator.key(text, place)
    elif isinstance(event, AliasEvent | ScalarEvent):
        locator.put(spot)
    else:
        spot = locator.start(place, is_mapping=isinstance(event, MappingStartEvent))
    if event.anchor is not None and not isinstance(event, AliasEvent):
        anchors[event.anchor] = (spot, text)
