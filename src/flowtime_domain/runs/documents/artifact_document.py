"""What the JSON documents of a run have in common.

Rule 1: members stand in the order of the tables of runs §6, and none is ever left out (runs §1.5).
Rule 2: a reader ignores members that it does not know; a writer writes none (runs §6.12).
"""

from collections.abc import Mapping
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel

from flowtime_domain.model.document import Value
from flowtime_domain.runs.encoding import artifact_json

Members: TypeAlias = dict[str, JsonValue]
Hash: TypeAlias = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
HashDigits: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count: TypeAlias = Annotated[int, Field(ge=0)]


def plain_members(mapping: Mapping[str, Value]) -> Members:
    """A mapping of JSON values made of dicts and lists only, its order kept."""
    return {name: _plain(value) for name, value in mapping.items()}


def _plain(value: Value) -> JsonValue:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return plain_members(value)
    return [_plain(item) for item in value]


class ArtifactPart(BaseModel):
    """One mapping inside a stored document; its members are camelCase."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="ignore",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def members(self) -> dict[str, Value]:
        """The mapping as a JSON value, its members in the order of its table."""
        return self.model_dump(mode="json", by_alias=True)


class ArtifactDocument(ArtifactPart):
    """A whole stored document."""

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a stored document.

        Raises
        ------
        ValueError
            The bytes are not JSON, or a member is missing or has another type.
        """
        return cls.model_validate_json(content)

    def to_json(self) -> bytes:
        """The bytes of the document, laid out as runs §1.5 says."""
        return artifact_json(self.members())
