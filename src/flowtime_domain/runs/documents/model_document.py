"""The normal form of a model as one shape; its schema describes model/model.yaml and spec.yaml.

Rule 1: models are read element by element (`model.reading`); this shape says what a stored one looks like.
"""

from typing import Annotated, Literal, final

from pydantic import Field

from flowtime_domain.model.element import Element
from flowtime_domain.model.grid import WrittenGrid
from flowtime_domain.model.nodes import SeriesNode
from flowtime_domain.model.root_elements import ModelMetadata, Output, Rng
from flowtime_domain.model.topology import Topology


@final
class ModelDocument(Element):
    """A model in normal form (model §3.5)."""

    schema_version: Literal[1]
    metadata: ModelMetadata | None = None
    grid: WrittenGrid
    nodes: tuple[Annotated[SeriesNode, Field(discriminator="kind")], ...] = ()
    topology: Topology | None = None
    outputs: tuple[Output, ...] = ()
    rng: Rng | None = None
