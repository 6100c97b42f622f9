"""The small mappings at the root of a document: what it says about itself, its exports and its seed."""

from typing import Annotated, Final, Literal, final

from pydantic import ConfigDict, Field

from flowtime_domain.model.element import Element, FiniteScalar
from flowtime_domain.model.identifiers import SeriesReference

OUTPUT_ALIAS_PATTERN: Final = r"^[A-Za-z0-9_-]+\.(csv|txt)$"


@final
class ModelMetadata(Element):
    """What a model says about itself (model §3.2); further scalars may stand beside the known keys."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FiniteScalar] = Field(init=False)

    id: str | None = None
    title: str | None = None
    description: str | None = None
    version: str | None = None
    tags: tuple[str, ...] | None = None


@final
class Output(Element):
    """Series chosen for export (model §8.1)."""

    series: SeriesReference
    exclude: tuple[SeriesReference, ...] | None = None
    as_: Annotated[str | None, Field(alias="as", pattern=OUTPUT_ALIAS_PATTERN)] = None


@final
class Rng(Element):
    """Where random draws start (model §8.2)."""

    kind: Literal["pcg32"] = "pcg32"
    seed: Annotated[int, Field(ge=0, lt=2**63)] | None = None
