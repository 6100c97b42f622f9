"""What all shapes of bodies have in common."""

from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias, final

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from flowtime_entrypoints.http.answers import CSV, TEXT_CHARSET, YAML

Hash: TypeAlias = Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]


class Shape(BaseModel):
    """An object whose members are camelCase and all known."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


@final
@dataclass(frozen=True, slots=True)
class TextShape:
    """An answer that is no JSON."""

    media_type: str
    description: str


SERIES_TEXT: Final = TextShape(
    CSV + TEXT_CHARSET, "The header `t,value` and one line per bin; a missing value is empty."
)
MODEL_TEXT: Final = TextShape(YAML, "The model in normal form.")
METRICS_TEXT: Final = TextShape("text/plain", "Metrics in the text format of Prometheus.")
