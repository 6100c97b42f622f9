"""What all parts of a document have in common: closed, strict and frozen shapes.

Rule 1: a shape checks one element by itself; rules that span elements live in `model.rules`.
Rule 2: shapes describe the normal form (model §3.5); other spellings are gone before they are read.
"""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
from pydantic.alias_generators import to_camel


def _kind_of_value(value: object) -> str | None:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "number"
    return "list" if isinstance(value, Sequence) else None


BY_KIND_OF_VALUE = Discriminator(_kind_of_value)
FiniteNumber: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Numbers: TypeAlias = tuple[FiniteNumber, ...]
NumberOrNumbers: TypeAlias = Annotated[
    Annotated[FiniteNumber, Tag("number")] | Annotated[Numbers, Tag("list")], BY_KIND_OF_VALUE
]
FiniteScalar: TypeAlias = Annotated[
    Annotated[str, Tag("text")] | Annotated[FiniteNumber, Tag("number")] | Annotated[bool, Tag("boolean")],
    BY_KIND_OF_VALUE,
]
Metadata: TypeAlias = dict[str, FiniteScalar]


class Element(BaseModel):
    """One mapping of a document; its keys are camelCase, unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )
