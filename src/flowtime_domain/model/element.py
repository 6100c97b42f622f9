"""What all parts of a document have in common: closed, strict and frozen shapes.

Rule 1: a shape checks one element by itself; rules that span elements live in `model.rules`.
Rule 2: shapes describe the normal form (model §3.5); other spellings are gone before they are read.
"""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from flowtime_domain.model.value_words import kind_of_value


def _at_least_one(items: object) -> object:
    if isinstance(items, Sequence) and not items:
        raise PydanticCustomError("too_few_items", "The list needs at least one item.")
    return items


# Pydantic's own `min_length` does not count items that are wrong.
AT_LEAST_ONE = BeforeValidator(_at_least_one)
# What is checked, and is no part of a model.
LEFT_OUT = AfterValidator(lambda _: None)
BY_KIND_OF_VALUE = Discriminator(kind_of_value)
FiniteNumber: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Numbers: TypeAlias = tuple[FiniteNumber, ...]
NumberOrNumbers: TypeAlias = Annotated[
    Annotated[FiniteNumber, Tag("a number")] | Annotated[Numbers, Tag("a list")], BY_KIND_OF_VALUE
]
FiniteScalar: TypeAlias = Annotated[
    Annotated[str, Tag("a text")]
    | Annotated[FiniteNumber, Tag("a number")]
    | Annotated[bool, Tag("a boolean")],
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
