"""A published run as a reader sees it, and a run that is about to be published."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    FileEntry,
    ManifestDocument,
    MetadataDocument,
    RunDocument,
    SeriesIndexDocument,
)
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.runs.older.facts import OlderMetadata, OlderRunFacts, OlderSeriesIndex


@final
@dataclass(frozen=True, slots=True, eq=False)
class RunBundle:
    """Everything a store needs to write one run.

    Attributes
    ----------
    run_id
        Name of the run directory.
    scenario_hash
        What makes two runs the same (runs §4.1).
    documents
        Relative path -> bytes of every file but the manifest, the matrix and the CSVs, in the order of
        writing.
    index
        Which series the matrix holds, and which of them get a CSV.
    matrix
        shape (series, bins), units of the series, NaN is a missing value.
    complete_manifest
        Makes the manifest once every file's size and hash are known.
    """

    run_id: RunId
    scenario_hash: str
    documents: Mapping[str, bytes]
    index: SeriesIndexDocument
    matrix: npt.NDArray[np.float64]
    complete_manifest: Callable[[Sequence[FileEntry]], ManifestDocument]


@final
@dataclass(frozen=True, slots=True)
class ArtifactFlags:
    """Which files of a run exist (api §6.3)."""

    run: bool
    manifest: bool
    series_index: bool
    model: bool
    metadata: bool
    provenance: bool
    telemetry_manifest: bool

    @classmethod
    def of(cls, paths: Collection[str]) -> Self:
        """The flags of a run that consists of these files."""
        return cls(
            run=file_names.RUN in paths,
            manifest=file_names.MANIFEST in paths,
            series_index=file_names.INDEX in paths,
            model=file_names.MODEL in paths,
            metadata=file_names.METADATA in paths,
            provenance=file_names.PROVENANCE in paths,
            telemetry_manifest=file_names.TELEMETRY_MANIFEST in paths,
        )


class StoredRun(ABC):
    """An intact run, opened.

    Attributes
    ----------
    manifest_hash
        What tells this bundle from every other, in entity tags too (api §4.2).
    matrix
        shape (series, bins), units of the series, NaN where missing; read-only, mapped where the store can.
    older
        What else is known of a run of an earlier version (runs §10.2); None for every other.
    """

    run_id: RunId
    manifest_hash: str
    matrix: npt.NDArray[np.float64]
    run: RunDocument | OlderRunFacts
    index: SeriesIndexDocument | OlderSeriesIndex
    metadata: MetadataDocument | OlderMetadata
    artifacts: ArtifactFlags
    older: OlderBundle | None = None

    def is_same(self, scenario_hash: str) -> bool:
        """Whether the run answers a request for a scenario; an older one never does (runs §4.1)."""
        return self.older is None and self.run.scenario_hash == scenario_hash

    @property
    def telemetry_sources_resolved(self) -> bool:
        """Whether nothing that the run was evaluated from is missing (runs §10.5)."""
        if self.run.mode == "simulation":
            return True
        missing = any(warning.code == "telemetry_sources_missing" for warning in self.run.warnings)
        return bool(self.metadata.node_sources) and not missing

    @property
    def can_replay(self) -> bool:
        """Whether the run holds all it takes to evaluate it again (runs §10.5)."""
        stored = self.artifacts
        return (
            stored.model and stored.metadata and stored.telemetry_manifest and self.telemetry_sources_resolved
        )

    @abstractmethod
    def document(self, path: str) -> bytes:
        """The bytes of a document of the run, for example ``model/model.yaml``."""

    def values(self, row: int) -> npt.NDArray[np.float64]:
        """A row of the matrix: shape (bins,), unit of the series, NaN where missing; read-only."""
        row_values: npt.NDArray[np.float64] = self.matrix[row]
        return row_values

    @abstractmethod
    def series_csv(self, row: int) -> bytes:
        """The CSV of a row (runs §6.8), whether or not the bundle holds it as a file."""
