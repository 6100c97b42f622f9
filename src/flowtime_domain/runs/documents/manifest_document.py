"""manifest.json: every file of a run with its size and hash, and a hash over the manifest itself.

Rule 1: no member of a manifest is a float, so what Pydantic writes is JSON as runs §1.5 and §3.1 say.
"""

from collections.abc import Mapping
from typing import Literal, final

from pydantic_core import to_json

from flowtime_domain.model.document import Value
from flowtime_domain.runs.documents.artifact_document import (
    ArtifactDocument,
    ArtifactPart,
    Count,
    Hash,
    HashDigits,
)
from flowtime_domain.runs.documents.run_document import CreatedUtc, Origin
from flowtime_domain.runs.encoding import canonical_json, ordered
from flowtime_domain.runs.identity import prefixed_hash


@final
class RngDocument(ArtifactPart):
    """Where random draws started; a seed is never drawn."""

    kind: Literal["pcg32"]
    seed: int | None


@final
class FileEntry(ArtifactPart):
    """One file of a bundle; `path` is relative to the run directory, `sha256` 64 digits."""

    path: str
    size: Count
    sha256: HashDigits


@final
class ManifestProvenance(ArtifactPart):
    """What a run was made from, in short."""

    has_provenance: Literal[True]
    origin: Origin
    template_id: str


@final
class ManifestDocument(ArtifactDocument):
    """manifest.json (runs §6.11)."""

    schema_version: Literal[2]
    scenario_hash: Hash
    model_hash: Hash
    rng: RngDocument
    series_hashes: dict[str, Hash]
    files: tuple[FileEntry, ...]
    event_count: Literal[0]
    created_utc: CreatedUtc
    provenance: ManifestProvenance
    manifest_hash: Hash

    def to_json(self) -> bytes:
        """The bytes of the document."""
        return f"{self.model_dump_json(indent=2, by_alias=True)}\n".encode()

    def right_hash(self) -> str:
        """The hash that `manifest_hash` gives for the members."""
        members = self.members()
        del members["manifestHash"]
        return prefixed_hash(to_json(ordered(members)))


def manifest_hash(members: Mapping[str, Value]) -> str:
    """The hash over a manifest: of the canonical JSON of its members but `manifestHash` itself."""
    hashed = {name: value for name, value in members.items() if name != "manifestHash"}
    return prefixed_hash(canonical_json(hashed))
