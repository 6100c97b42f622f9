"""What stores make of bundles of earlier versions."""

from pathlib import Path

import pytest

from contracts.older_runs import OlderRunsContract
from examples.older_bundles import RUN_ID, Contents, older_bundle, write_bundle
from examples.stored_runs import READER
from fakes.artifact_store import InMemoryArtifactStore
from fakes.file_system import UnsyncedFileSystem
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_domain.errors import RunCorruptError
from flowtime_domain.ports.artifact_store import ArtifactStore


class TestFilesystemOlderRuns(OlderRunsContract):
    @pytest.fixture(autouse=True)
    def _root(self, tmp_path: Path) -> None:
        self.root = tmp_path

    def store(self, contents: Contents) -> ArtifactStore:
        write_bundle(self.root, contents)
        return FilesystemArtifactStore(self.root, files=UnsyncedFileSystem(), models=READER)

    def contents(self) -> Contents:
        directory = self.root / str(RUN_ID)
        files = (path for path in directory.rglob("*") if path.is_file())
        return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


class TestInMemoryOlderRuns(OlderRunsContract):
    def store(self, contents: Contents) -> ArtifactStore:
        self._store = InMemoryArtifactStore()
        self._store.runs[RUN_ID] = dict(contents)
        return self._store

    def contents(self) -> Contents:
        return self._store.runs[RUN_ID]


def test_file_behind_a_link_is_not_read(tmp_path):
    """A symbolic link in an older bundle leads nowhere, so its file is missing (runs §9.3, telemetry §9)."""
    directory = write_bundle(tmp_path, older_bundle())
    series = directory / "series" / "support_queue@SUPPORT_QUEUE@DEFAULT.csv"
    outside = tmp_path / "outside.csv"
    series.rename(outside)
    series.symlink_to(outside)
    with pytest.raises(RunCorruptError, match="file_missing"):
        FilesystemArtifactStore(tmp_path, models=READER).open_run(RUN_ID)


def test_documents_in_a_file_instead_of_a_folder_are_absent(tmp_path):
    """A file in the place of a folder holds no documents; the run is listed without them (runs §10.2)."""
    directory = write_bundle(tmp_path, older_bundle())
    for path in sorted((directory / "model").iterdir()):
        path.unlink()
    (directory / "model").rmdir()
    (directory / "model").write_text("no folder")
    row = FilesystemArtifactStore(tmp_path, models=READER).summary(RUN_ID)
    assert (row.status, row.template_id) == ("complete", "order-support")
