"""YAML texts as plain trees, read event by event from libyaml (model §2.1-2.3).

Rule 1: aliases are counted as what they stand for, and shared in the tree, never expanded.
Rule 2: nothing recurses; nesting and aliases cost no stack.
Rule 3: every rule that a text breaks is found in one pass; a tree is handed out only if there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, final

from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from flowtime_adapters.document_reader.guard import Guard
from flowtime_adapters.document_reader.source_text import syntax_finding
from flowtime_adapters.document_reader.yaml_events import YamlSyntaxError, place_of, yaml_events
from flowtime_adapters.document_reader.yaml_tags import (
    MAPPING_TAGS,
    SEQUENCE_TAGS,
    TagMismatchError,
    is_core_tag,
    short_tag,
    tagged_scalar,
)
from flowtime_domain.errors import DocumentError, ModelInvalidError, Place, in_document_order
from flowtime_domain.model.document import Path, Scalar, Value
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.plain_scalar import plain_scalar

_EMPTY: Final = "The document is empty; it must hold a mapping."
_NOTHING: Final = DocumentError(code="document_empty", message=_EMPTY, pointer="", place=Place(1, 1))
_NOT_MAPPING: Final = "The document must be a mapping of keys to values at its root."
_MULTIPLE: Final = "A second document begins here; a text holds one document."
_KEY_NOT_SCALAR: Final = "a key must be a single word or text"


def read_yaml(text: str, limits: DocumentLimits) -> dict[str, Value]:
    """The mapping that a YAML text holds.

    Raises
    ------
    ModelInvalidError
        The text breaks rules of model §2.1-2.2; all of them are listed, each with its place.
    """
    composer = _Composer(limits)
    findings = composer.guard.findings
    try:
        composer.compose(text)
    except YamlSyntaxError as error:
        if error.too_deep:
            # libyaml refuses what it meets ahead of its events; what stands before shows where and why.
            return read_yaml(text[: error.offset], limits)
        findings.append(syntax_finding(error.reason, error.place))
    if any(finding.code == "document_too_deep" for finding in findings):
        # The text may have been cut, so its end says nothing.
        findings = [finding for finding in findings if finding.code != "yaml_syntax"]
    if findings:
        raise ModelInvalidError(in_document_order(findings))
    return composer.root


@dataclass(slots=True)
class _Node:
    """A value on its way into the tree.

    Attributes
    ----------
    value
        What it becomes in the tree.
    events, aliases
        What one alias to it costs; while the node is open: the totals before it.
    text
        A scalar as it was written, None for a mapping or list.
    key
        The key in an open mapping whose value comes next.
    height
        How many mappings and lists are nested in it, itself included.
    """

    value: Any
    events: int
    aliases: int = 0
    text: str | None = None
    key: str | None = None
    height: int = 0
    is_open: bool = False


@final
class _Composer:
    """Builds the tree of one text; the guard collects the rules that the text breaks."""

    def __init__(self, limits: DocumentLimits) -> None:
        self.guard = Guard(limits, self._path, place_of)
        # A list around the root, so that the root is added like any other value.
        self._roots: list[Any] = []
        self._open = [_Node(self._roots, events=0)]
        self._anchors: dict[str, _Node] = {}

    def compose(self, text: str) -> None:
        """Read a text into `root`, or else into the findings of the guard."""
        handlers: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start_mapping,
            SequenceStartEvent: self._start_sequence,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
        }
        documents = 0
        first: Event | None = None
        for event in yaml_events(text):
            handler = handlers.get(type(event))
            if handler is not None:
                first = first or event
                handler(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.guard.found("multiple_documents", _MULTIPLE, event)
                    break
        self._judge_root(first)

    @property
    def root(self) -> dict[str, Value]:
        """The mapping at the root, once there are no findings."""
        root = self._roots[0]
        assert isinstance(root, dict)
        return root

    def _judge_root(self, first: Event | None) -> None:
        if first is None:
            self.guard.findings.append(_NOTHING)
        elif isinstance(first, ScalarEvent) and first.implicit[0] and not first.value:
            self.guard.found("document_empty", _EMPTY, first)
        elif isinstance(first, ScalarEvent | SequenceStartEvent):
            self.guard.found("document_not_mapping", _NOT_MAPPING, first)

    def _scalar(self, event: ScalarEvent) -> None:
        text = event.value
        if event.tag is None:
            value: Scalar = text if event.style else plain_scalar(text)
        else:
            value = self._tagged(event, event.tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Node(value, events=1, text=text)
        self.guard.count(1, event)
        self._add(value, text, event)

    def _tagged(self, event: ScalarEvent, tag: str) -> Scalar:
        if not self._is_supported(tag, event):
            return None
        try:
            return tagged_scalar(event.value, tag)
        except TagMismatchError:
            self._mismatch(tag, event)
            return None

    def _start_mapping(self, event: MappingStartEvent) -> None:
        self._start(event, {}, MAPPING_TAGS)

    def _start_sequence(self, event: SequenceStartEvent) -> None:
        self._start(event, [], SEQUENCE_TAGS)

    def _start(self, event: CollectionStartEvent, value: Any, tags: frozenset[str]) -> None:
        if self._awaits_key():
            self._syntax(_KEY_NOT_SCALAR, event)
        if event.tag is not None and self._is_supported(event.tag, event) and event.tag not in tags:
            self._mismatch(event.tag, event)
        node = _Node(value, self.guard.events, self.guard.aliases, height=1, is_open=True)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self.guard.check_depth(len(self._open), event)
        self.guard.count(2, event)
        self._open.append(node)

    def _end(self, event: Event) -> None:
        node = self._open.pop()
        node.is_open = False
        node.events = self.guard.events - node.events
        node.aliases = self.guard.aliases - node.aliases
        self._raise_height(node)
        self._add(node.value, None, event)

    def _alias(self, event: AliasEvent) -> None:
        node = self._anchors.get(event.anchor or "")
        if node is None or node.is_open:
            fault = "stands inside its own anchor" if node else "has no anchor before it"
            self._syntax(f"the alias '*{event.anchor}' {fault}", event)
            node = _Node(None, events=1, text="")
        if node.text is None and self._awaits_key():
            self._syntax(_KEY_NOT_SCALAR, event)
        self.guard.count_aliases(1 + node.aliases, event)
        self.guard.check_depth(len(self._open) - 1 + node.height, event)
        self.guard.count(node.events, event)
        self._raise_height(node)
        self._add(node.value, node.text, event)

    def _add(self, value: Value, text: str | None, event: Event) -> None:
        """Put a finished value, or the text of a key, where it belongs."""
        parent = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is not None:
            parent.value[parent.key] = value
            parent.key = None
        else:
            parent.key = text or ""
            if text in parent.value:
                self.guard.found_duplicate(event)

    def _raise_height(self, child: _Node) -> None:
        parent = self._open[-1]
        parent.height = max(parent.height, child.height + 1)

    def _awaits_key(self) -> bool:
        return isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _path(self) -> Path:
        """The path of the value that comes next, or of its mapping where a key comes next."""
        parts = (len(node.value) if isinstance(node.value, list) else node.key for node in self._open[1:])
        return tuple(part for part in parts if part is not None)

    def _is_supported(self, tag: str, event: Event) -> bool:
        supported = is_core_tag(tag)
        if not supported:
            message = f"The tag '{short_tag(tag)}' is not supported; leave it out."
            self.guard.found("yaml_tag_unsupported", message, event)
        return supported

    def _mismatch(self, tag: str, event: Event) -> None:
        message = f"This value does not fit its tag '{short_tag(tag)}'."
        self.guard.found("invalid_type", message, event)

    def _syntax(self, reason: str, event: Event) -> None:
        self.guard.findings.append(syntax_finding(reason, place_of(event)))
