"""The shapes of the documents of a run (runs §6), and the JSON Schemas made from them.

Rule 1: every kind of document has one row in `DOCUMENTS`; its schema in docs/schemas comes from there.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from flowtime_domain.model.element import Element
from flowtime_domain.runs.documents.artifact_document import (
    ArtifactDocument,
    Members,
    plain_members,
)
from flowtime_domain.runs.documents.grid_document import GridDocument
from flowtime_domain.runs.documents.manifest_document import (
    FileEntry,
    ManifestDocument,
    ManifestProvenance,
    RngDocument,
    manifest_hash,
)
from flowtime_domain.runs.documents.model_document import ModelDocument
from flowtime_domain.runs.documents.model_documents import MetadataDocument, ProvenanceDocument
from flowtime_domain.runs.documents.run_document import (
    RunDocument,
    RunProvenance,
    SeriesReferenceDocument,
)
from flowtime_domain.runs.documents.series_index_document import (
    FormatDocument,
    SeriesEntry,
    SeriesIndexDocument,
)
from flowtime_domain.runs.documents.telemetry_manifest_document import (
    CapturedSeries,
    GapTreatment,
    ImportSource,
    RunSource,
    SimulationSource,
    TelemetryGrid,
    TelemetryManifestDocument,
    TelemetryOrigin,
    TelemetryProvenance,
    TelemetryWindow,
)
from flowtime_domain.runs.documents.warning_document import WarningDocument
from flowtime_domain.runs.encoding import artifact_json

SCHEMA_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

DOCUMENTS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "run": RunDocument,
        "manifest": ManifestDocument,
        "series-index": SeriesIndexDocument,
        "metadata": MetadataDocument,
        "provenance": ProvenanceDocument,
        "telemetry-manifest": TelemetryManifestDocument,
        "model": ModelDocument,
    }
)

__all__ = [
    "DOCUMENTS",
    "ArtifactDocument",
    "CapturedSeries",
    "FileEntry",
    "FormatDocument",
    "GapTreatment",
    "GridDocument",
    "ImportSource",
    "ManifestDocument",
    "ManifestProvenance",
    "Members",
    "MetadataDocument",
    "ModelDocument",
    "ProvenanceDocument",
    "RngDocument",
    "RunDocument",
    "RunProvenance",
    "RunSource",
    "SeriesEntry",
    "SeriesIndexDocument",
    "SeriesReferenceDocument",
    "SimulationSource",
    "TelemetryGrid",
    "TelemetryManifestDocument",
    "TelemetryOrigin",
    "TelemetryProvenance",
    "TelemetryWindow",
    "WarningDocument",
    "manifest_hash",
    "plain_members",
    "schemas",
]


class _PlainSchema(GenerateJsonSchema):
    """Schemas without titles that only repeat the names of members."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


class _NormalFormSchema(_PlainSchema):
    """Schemas of models in normal form, where what is absent has no key (model §3.5)."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        written = super().default_schema(schema)
        return {key: value for key, value in written.items() if (key, value) != ("default", None)}


def schemas() -> dict[str, bytes]:
    """File name -> JSON Schema of every kind of document."""
    return {f"{name}.schema.json": _schema(document) for name, document in DOCUMENTS.items()}


def _schema(document: type[BaseModel]) -> bytes:
    generator = _NormalFormSchema if issubclass(document, Element) else _PlainSchema
    schema = document.model_json_schema(schema_generator=generator, mode="serialization")
    return artifact_json({"$schema": SCHEMA_DIALECT, **schema})
