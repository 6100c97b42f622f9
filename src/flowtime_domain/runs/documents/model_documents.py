"""The documents beside a stored model: model/metadata.json and model/provenance.json."""

from typing import Literal, final

from flowtime_domain.runs.documents.artifact_document import (
    ArtifactDocument,
    ArtifactPart,
    Hash,
    HashDigits,
    Members,
)
from flowtime_domain.runs.documents.run_document import Origin


@final
class MetadataDocument(ArtifactDocument):
    """model/metadata.json (runs §6.3); node sources name the captured file behind a series."""

    schema_version: Literal[2]
    template_id: str
    template_title: str
    template_version: str
    mode: str
    model_hash: Hash
    generator: str
    parameters: Members
    telemetry_sources: tuple[str, ...]
    node_sources: dict[str, str]


@final
class CapturedFileReference(ArtifactPart):
    """A captured file that a scenario depends on (runs §3.2)."""

    path: str
    sha256: HashDigits


@final
class ProvenanceDocument(ArtifactDocument):
    """model/provenance.json (runs §6.4)."""

    schema_version: Literal[2]
    origin: Origin
    template_id: str
    template_version: str
    mode: str
    parameters: Members
    seed: int | None
    engine_version: str
    engine_semantics: int
    model_hash: Hash
    scenario_hash: Hash
    telemetry: tuple[CapturedFileReference, ...]
