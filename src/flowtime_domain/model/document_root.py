"""The keys at the root of a document (model §3.2).

Rule 1: sections are checked by themselves, so that a mistake in one hides none in another.
"""

from typing import Annotated, Any, Final, Literal, TypeAlias, final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from flowtime_domain.model.element import AT_LEAST_ONE, Element

SUPPORTED_SCHEMA_VERSION: Final = 1
_GENERATOR: Final = "flowtime"

Elements: TypeAlias = tuple[Any, ...]


def _supported(version: int) -> int:
    if version != SUPPORTED_SCHEMA_VERSION:
        context = {"version": version, "supported": SUPPORTED_SCHEMA_VERSION}
        message = "Schema version {version} is not supported; write {supported}."
        raise PydanticCustomError("unsupported_schema_version", message, context)
    return version


def _from_flowtime(generator: str) -> str:
    if not generator.lower().startswith(_GENERATOR):
        message = "Expected a text that starts with '{expected}'."
        raise PydanticCustomError("invalid_format", message, {"expected": _GENERATOR})
    return generator


@final
class TopologySections(Element):
    """The lists of the topology."""

    nodes: Elements | None = None
    edges: Elements | None = None
    constraints: Elements | None = None


@final
class DocumentRoot(Element):
    """The root of a model or template; its sections may have any shape here."""

    schema_version: Annotated[int, AfterValidator(_supported)] = SUPPORTED_SCHEMA_VERSION
    generator: Annotated[str, AfterValidator(_from_flowtime)] | None = None
    mode: Literal["simulation", "telemetry"] | None = None
    metadata: Any = None
    window: Any = None
    parameters: Any = None
    grid: Any
    nodes: Annotated[Elements, AT_LEAST_ONE]
    topology: TopologySections | None = None
    outputs: Elements | None = None
    rng: Any = None
    provenance: dict[str, Any] | None = None
