"""JSON Schemas of answers that programs read by themselves (state §9.3)."""

from collections.abc import Mapping
from typing import Final, final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from flowtime_domain.runs.artifact_documents import SCHEMA_DIALECT
from flowtime_domain.runs.encoding import artifact_json
from flowtime_entrypoints.http.shapes.comparison import RunComparison
from flowtime_entrypoints.http.shapes.state import Graph, StateSnapshot, StateWindow

DOCUMENTED_ANSWERS: Final[Mapping[str, type[BaseModel]]] = {
    "state-snapshot": StateSnapshot,
    "state-window": StateWindow,
    "graph": Graph,
    "comparison": RunComparison,
}


@final
class UntitledSchema(GenerateJsonSchema):
    """Leaves out titles of members, which only repeat their names."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """Whether a member without a title of its own gets one."""
        return False


def answer_schemas() -> dict[str, bytes]:
    """File name -> JSON Schema of each of these answers."""
    return {f"{name}.schema.json": _schema(shape) for name, shape in DOCUMENTED_ANSWERS.items()}


def _schema(shape: type[BaseModel]) -> bytes:
    schema = shape.model_json_schema(schema_generator=UntitledSchema, mode="serialization")
    return artifact_json({"$schema": SCHEMA_DIALECT, **schema})
