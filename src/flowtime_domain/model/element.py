"""What all parts of a document have in common: closed, strict and frozen shapes.

Rule 1: a shape checks one element by itself; rules that span elements live in `model.rules`.
Rule 2: shapes describe the normal form (model §3.5); other spellings are gone before they are read.
"""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

FiniteNumber: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Numbers: TypeAlias = tuple[FiniteNumber, ...]
Metadata: TypeAlias = dict[str, str | int | FiniteNumber | bool]


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
