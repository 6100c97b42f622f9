"""The shapes of the JSON documents of a run (runs §6), by the name of their schema.

Rule 1: every stored JSON document has one row in `DOCUMENTS`; its schema in docs/schemas comes from there.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

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
    SimulationSource,
    TelemetryGrid,
    TelemetryManifestDocument,
    TelemetryProvenance,
    TelemetryWindow,
)
from flowtime_domain.runs.documents.warning_document import WarningDocument

DOCUMENTS: Final[Mapping[str, type[ArtifactDocument]]] = MappingProxyType(
    {
        "run": RunDocument,
        "manifest": ManifestDocument,
        "series-index": SeriesIndexDocument,
        "metadata": MetadataDocument,
        "provenance": ProvenanceDocument,
        "telemetry-manifest": TelemetryManifestDocument,
    }
)

__all__ = [
    "DOCUMENTS",
    "ArtifactDocument",
    "FileEntry",
    "FormatDocument",
    "GridDocument",
    "ManifestDocument",
    "ManifestProvenance",
    "Members",
    "MetadataDocument",
    "ProvenanceDocument",
    "RngDocument",
    "RunDocument",
    "RunProvenance",
    "SeriesEntry",
    "SeriesIndexDocument",
    "SeriesReferenceDocument",
    "SimulationSource",
    "TelemetryGrid",
    "TelemetryManifestDocument",
    "TelemetryProvenance",
    "TelemetryWindow",
    "WarningDocument",
    "manifest_hash",
    "plain_members",
]
