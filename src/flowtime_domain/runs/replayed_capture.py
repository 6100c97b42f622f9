"""The capture that a run in telemetry mode replays, and what of it became part of the run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.runs import file_names
from flowtime_domain.runs.documents.model_documents import CapturedFileReference
from flowtime_domain.runs.identity import sha256_digits


@final
@dataclass(frozen=True, slots=True)
class CapturedFile:
    """A file that the manifest of a capture lists, and what it holds; `path` is relative to the capture."""

    path: str
    node_id: str
    metric: str


@final
@dataclass(frozen=True, slots=True, eq=False)
class ReplayedCapture:
    """A verified capture, bound to a model.

    Attributes
    ----------
    manifest
        Bytes of its manifest.
    contents
        Path -> bytes of every file that the manifest lists.
    files
        What the manifest lists, in its order.
    node_sources
        Id of a const node -> path of the file that it takes its values from.
    values
        Id of a const node -> its values: shape (bins,), unit of the series, NaN where missing.
    """

    manifest: bytes
    contents: Mapping[str, bytes]
    files: tuple[CapturedFile, ...]
    node_sources: Mapping[str, str]
    values: Mapping[str, Sequence[float]]

    @property
    def references(self) -> tuple[CapturedFileReference, ...]:
        """Path and hash of every file, sorted by path (runs §3.2)."""
        return tuple(
            CapturedFileReference(path=path, sha256=sha256_digits(self.contents[path]))
            for path in sorted(self.contents)
        )

    @property
    def documents(self) -> dict[str, bytes]:
        """Path in the run -> bytes of the files and the manifest (runs §6.5, telemetry §8.6)."""
        copies = {f"{file_names.CAPTURED}{path}": content for path, content in self.contents.items()}
        return {**copies, file_names.TELEMETRY_MANIFEST: self.manifest}

    @property
    def stored_sources(self) -> dict[str, str]:
        """Id of a const node -> path of its file in the directory of the model, by id (runs §6.3)."""
        return {node: f"telemetry/{self.node_sources[node]}" for node in sorted(self.node_sources)}
