"""A published run as a reader sees it, and a run that is about to be published."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.runs.artifact_documents import (
    FileEntry,
    ManifestDocument,
    RunDocument,
    SeriesIndexDocument,
)
from flowtime_domain.runs.identity import RunId


@final
@dataclass(frozen=True, slots=True, eq=False)
class RunBundle:
    """Everything a store needs to write one run.

    Attributes
    ----------
    run_id
        Name of the run directory.
    documents
        Relative path -> bytes of every file but the manifest, the matrix and the CSVs, in the order of
        writing.
    index
        Which series the matrix holds, and which of them get a CSV.
    matrix
        shape (series, bins); NaN is a missing value.
    complete_manifest
        Makes the manifest once every file's size and hash are known.
    """

    run_id: RunId
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


class StoredRun(ABC):
    """An intact run, opened."""

    run_id: RunId
    run: RunDocument
    manifest: ManifestDocument
    index: SeriesIndexDocument
    artifacts: ArtifactFlags

    @abstractmethod
    def document(self, path: str) -> bytes:
        """The bytes of a document of the run, for example ``model/model.yaml``."""

    @abstractmethod
    def values(self, row: int) -> npt.NDArray[np.float64]:
        """A row of the matrix: shape (bins,), unit of the series, NaN where missing."""

    @abstractmethod
    def series_csv(self, row: int) -> bytes:
        """The CSV of a row (runs §6.8), whether or not the bundle holds it as a file."""


@final
@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in a listing; what is unknown of a corrupt run is None."""

    run_id: RunId
    status: Literal["complete", "corrupt"]
    created: datetime
    run: RunDocument | None
