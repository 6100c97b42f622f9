import errno
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from contracts.artifact_store import ArtifactStoreContract, listed, publish
from examples.clinic_desk import FILES, RUN_ID, clinic_desk_bundle, gap_bundle, other_bundle
from fakes.artifact_store import InMemoryArtifactStore, bundle_contents
from fakes.file_system import FailingFileSystem, InterruptedFileSystem, RecordingFileSystem
from fakes.run_catalog import InMemoryRunCatalog
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.durable_files.directories import locked_directory, opened
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_domain.errors import RunCorruptError, RunNotFoundError, StoreUnavailableError
from flowtime_domain.ports.run_catalog import CatalogChanges
from flowtime_domain.ports.run_observer import TemporarySwept
from flowtime_domain.runs.identity import RunId

QUEUE_CSV = "series/desk_queue@DESK_QUEUE@DEFAULT.csv"


class TestFilesystemArtifactStore(ArtifactStoreContract):
    @pytest.fixture(autouse=True)
    def _root(self, tmp_path: Path) -> None:
        self._store = FilesystemArtifactStore(tmp_path / "data" / "runs")

    def store(self) -> FilesystemArtifactStore:
        return self._store


class TestInMemoryArtifactStore(ArtifactStoreContract):
    @pytest.fixture(autouse=True)
    def _runs(self) -> None:
        self._store = InMemoryArtifactStore()

    def store(self) -> InMemoryArtifactStore:
        return self._store


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a directory."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_adapter_and_fake_write_the_same_bytes(tmp_path):
    """Two derivations of a bundle's files agree (runs §6)."""
    for bundle in (clinic_desk_bundle(), gap_bundle(), other_bundle(RunId("other"))):
        publish(FilesystemArtifactStore(tmp_path), bundle, overwrite=True)
        assert tree(tmp_path / str(bundle.run_id)) == bundle_contents(bundle)


def test_run_consists_of_its_files_and_no_others(tmp_path):
    """A run directory holds the files of the layout, and the root nothing else (runs §6.1)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())
    assert set(tree(tmp_path)) == {f"{RUN_ID}/{path}" for path in (*FILES, "manifest.json")}
    assert os.listdir(tmp_path) == [str(RUN_ID)]


def test_open_run_is_kept_while_its_manifest_stays(tmp_path):
    """A run is verified once per process, and again when its manifest has changed (runs §9.2)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    first = store.open_run(RUN_ID)
    assert store.open_run(RUN_ID) is first
    csv = tmp_path / str(RUN_ID) / QUEUE_CSV
    csv.write_bytes(csv.read_bytes().replace(b"6", b"7"))
    assert store.open_run(RUN_ID) is first
    manifest = tmp_path / str(RUN_ID) / "manifest.json"
    os.utime(manifest, ns=(1, 1))
    with pytest.raises(RunCorruptError) as caught:
        store.open_run(RUN_ID)
    assert [(finding.code, finding.file) for finding in caught.value.errors] == [
        ("file_hash_differs", QUEUE_CSV)
    ]


def cut(path):
    os.truncate(path, 10)


def rewrite(path):
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def replace(path):
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:200])


@pytest.mark.parametrize("change", [Path.unlink, cut, rewrite, replace])
def test_changed_matrix_of_an_open_run_is_found(tmp_path, change):
    """No number is read from a matrix that was changed or cut off after the run was opened (runs §9.4)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    matrix = tmp_path / str(RUN_ID) / "series" / "matrix.npy"
    content = matrix.read_bytes()
    assert store.open_run(RUN_ID) is store.opened_run(RUN_ID)
    change(matrix)
    assert store.opened_run(RUN_ID) is None
    with pytest.raises(RunCorruptError):
        store.open_run(RUN_ID)
    matrix.write_bytes(content)
    assert store.open_run(RUN_ID).values(0).tolist() == clinic_desk_bundle().matrix[0].tolist()


def test_run_is_verified_by_one_of_many_who_ask(tmp_path):
    """Who asks for a run while it is verified waits for that, and does not verify it again (runs §9.2)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())
    once, often = FailingFileSystem(None, OSError()), FailingFileSystem(None, OSError())
    FilesystemArtifactStore(tmp_path, files=once).open_run(RUN_ID)
    store = FilesystemArtifactStore(tmp_path, files=often)
    with ThreadPoolExecutor(8) as threads:
        runs = set(threads.map(store.open_run, [RUN_ID] * 8))
    assert len(runs) == 1
    assert often.calls.count("map") == once.calls.count("map")


def test_corrupt_run_is_told_of_once_per_bundle(tmp_path):
    """Whoever watches hears of a corrupt bundle once, and of another one in its place (operations §2.6)."""
    watcher = RecordingRunObserver()
    store = FilesystemArtifactStore(tmp_path, observer=watcher)
    publish(store, clinic_desk_bundle())
    (tmp_path / str(RUN_ID) / QUEUE_CSV).unlink()
    (tmp_path / "file").write_text("")
    corrupt = (RUN_ID, RUN_ID, RunId("file"), RunId("file"), RUN_ID)
    for run_id in corrupt:
        with pytest.raises(RunCorruptError):
            store.open_run(run_id)
    os.utime(tmp_path / str(RUN_ID) / "manifest.json", ns=(1, 1))
    with pytest.raises(RunCorruptError):
        store.open_run(RUN_ID)
    assert [(event.subject.run_id, event.findings) for event in watcher.events] == [
        (str(RUN_ID), ("file_missing",)),
        ("file", ("file_unexpected",)),
        (str(RUN_ID), ("file_missing",)),
    ]


def test_corrupt_run_is_found_and_listed_as_such(tmp_path):
    """A run found corrupt is listed so beside the others, and as complete once restored (runs §9.4)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    publish(store, other_bundle(RunId("other")))
    matrix = tmp_path / "other" / "series" / "matrix.npy"
    content = matrix.read_bytes()
    matrix.write_bytes(content[:-1] + b"\xff")
    with pytest.raises(RunCorruptError):
        store.open_run(RunId("other"))
    assert {name: row.status for name, row in listed(store).items()} == {
        str(RUN_ID): "complete",
        "other": "corrupt",
    }
    matrix.write_bytes(content)
    assert store.open_run(RunId("other")).run.run_id == "other"
    assert {row.status for row in listed(store).values()} == {"complete"}


def test_missing_root_holds_no_runs_and_is_created_by_the_first(tmp_path):
    """A data root that does not exist yet is empty; the first run creates it (operations §1.3)."""
    store = FilesystemArtifactStore(tmp_path / "data" / "runs")
    assert listed(store) == {}
    assert store.sweep() == ()
    with pytest.raises(RunNotFoundError):
        store.open_run(RUN_ID)
    assert publish(store, clinic_desk_bundle())


def test_root_that_cannot_be_a_directory_is_unavailable(tmp_path):
    """A data root that cannot be written is reported as such (operations §5.3)."""
    (tmp_path / "data").write_text("a file")
    store = FilesystemArtifactStore(tmp_path / "data" / "runs")
    with pytest.raises(StoreUnavailableError):
        store.stage(clinic_desk_bundle(), lambda: None)
    with pytest.raises(StoreUnavailableError):
        store.markers()


def test_links_out_of_the_root_are_not_followed(tmp_path):
    """A link among the runs is corrupt, not a way out; overwriting removes the link alone (runs §9.1)."""
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "runs"
    publish(FilesystemArtifactStore(elsewhere), clinic_desk_bundle())
    root.mkdir()
    (root / str(RUN_ID)).symlink_to(elsewhere / str(RUN_ID))
    store = FilesystemArtifactStore(root)
    with pytest.raises(RunCorruptError) as caught:
        store.open_run(RUN_ID)
    assert [finding.code for finding in caught.value.errors] == ["file_unexpected"]
    assert not publish(store, clinic_desk_bundle())
    assert publish(store, clinic_desk_bundle(), overwrite=True)
    assert os.listdir(root) == [str(RUN_ID)]
    assert not (root / str(RUN_ID)).is_symlink()
    assert FilesystemArtifactStore(elsewhere).open_run(RUN_ID).can_replay


def test_open_run_that_was_replaced_by_a_link_to_it(tmp_path):
    """A link is no run, not even one that leads to a run that is open (runs §9.1)."""
    store = FilesystemArtifactStore(tmp_path / "runs")
    publish(store, clinic_desk_bundle())
    store.open_run(RUN_ID)
    moved = (tmp_path / "runs" / str(RUN_ID)).rename(tmp_path / "moved")
    (tmp_path / "runs" / str(RUN_ID)).symlink_to(moved)
    assert store.opened_run(RUN_ID) is None
    with pytest.raises(RunCorruptError):
        store.open_run(RUN_ID)


def test_link_inside_a_run_makes_it_corrupt(tmp_path):
    """A file replaced by a link to an equal file is found (runs §9.1)."""
    store = FilesystemArtifactStore(tmp_path / "runs")
    publish(store, clinic_desk_bundle())
    spec = tmp_path / "runs" / str(RUN_ID) / "spec.yaml"
    spec.rename(tmp_path / "spec.yaml")
    spec.symlink_to(tmp_path / "spec.yaml")
    with pytest.raises(RunCorruptError) as caught:
        store.open_run(RUN_ID)
    found = {(finding.code, finding.file) for finding in caught.value.errors}
    assert found == {("file_unexpected", "spec.yaml"), ("file_missing", "spec.yaml")}


def test_opened_run_outlives_what_replaces_it(tmp_path):
    """A reader ends with the content it began with, and nothing of it stays behind (runs §8.1)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, other_bundle())
    before = store.open_run(RUN_ID)
    publish(store, clinic_desk_bundle(), overwrite=True)
    assert os.listdir(tmp_path) == [str(RUN_ID)]
    assert before.values(0).tolist() == [1, 2, 3]
    assert before.series_csv(0) == b"t,value\n0,1\n1,2\n2,3\n"


def test_steps_of_publication_keep_their_order(tmp_path):
    """Files reach the disk before the manifest, then directories, then the new name (runs §7.1)."""
    files = RecordingFileSystem()
    publish(FilesystemArtifactStore(tmp_path, files=files), clinic_desk_bundle())
    steps = [step for step in files.steps if step[0] in ("make", "create", "sync", "rename")]
    created = [name for kind, name in steps if kind == "create"]
    assert created[-1] == "manifest.json"
    assert sorted(created[:-1]) == sorted(path.rpartition("/")[2] for path in FILES)
    for name in created:
        assert steps.count(("sync", name)) == created.count(name)
    assert [name for kind, name in steps[-7:] if kind in ("sync", "rename")] == [
        "manifest.json",
        "telemetry",
        "model",
        "series",
        files.staged,
        str(RUN_ID),
        files.root,
    ]
    first_lock = files.steps.index(("lock", files.staged))
    assert first_lock < files.steps.index(("create", created[0]))


def test_writable_root_is_told_from_one_that_is_not(tmp_path):
    """Readiness asks whether runs can be written; the question leaves nothing behind (operations §5.1)."""
    FilesystemArtifactStore(tmp_path / "runs").check_writable()
    assert os.listdir(tmp_path / "runs") == []
    files = FailingFileSystem(2, OSError(errno.EROFS, "read-only"))
    with pytest.raises(StoreUnavailableError):
        FilesystemArtifactStore(tmp_path / "runs", files=files).check_writable()


def test_store_names_how_runs_become_visible(tmp_path):
    """The start-up log takes the method of publication from the store (runs §7.3)."""
    assert FilesystemArtifactStore(tmp_path).publication_method in ("renameat2", "lock")


def test_probe_leaves_nothing_behind(tmp_path):
    """Finding out whether runs can be written leaves no directory (api §12.2)."""
    store = FilesystemArtifactStore(tmp_path / "runs")
    store.check_writable()
    assert not [path for path in (tmp_path / "runs").iterdir() if path.is_dir()]


def test_probe_of_what_cannot_be_written(tmp_path):
    """A root that cannot be written is found out (operations §5.1)."""
    (tmp_path / "file").write_text("no directory")
    with pytest.raises(StoreUnavailableError):
        FilesystemArtifactStore(tmp_path / "file" / "runs").check_writable()


def test_publication_method_is_known(tmp_path):
    """A store says how it makes runs visible at once (operations §2.6)."""
    assert FilesystemArtifactStore(tmp_path).publication_method in ("renameat2", "lock")


def test_root_that_is_no_directory_is_no_corrupt_run(tmp_path):
    """Where the root is no directory the store is at fault, not a run (operations §5.3)."""
    (tmp_path / "runs").write_text("no directory")
    with pytest.raises(StoreUnavailableError):
        FilesystemArtifactStore(tmp_path / "runs").open_run(RUN_ID)


def test_verdicts_reach_the_catalog(tmp_path):
    """Each verification is noted in the catalog, whoever asks for it (runs §10.3)."""
    catalog = InMemoryRunCatalog()
    store = FilesystemArtifactStore(tmp_path, catalog=catalog)
    publish(store, clinic_desk_bundle())
    catalog.apply(CatalogChanges(put=[store.summary(RUN_ID)], synchronised_with="now"))
    csv = tmp_path / str(RUN_ID) / QUEUE_CSV
    content = csv.read_bytes()
    csv.write_bytes(b"")
    with pytest.raises(RunCorruptError):
        store.open_run(RUN_ID)
    assert catalog.rows[RUN_ID].status == "corrupt"
    csv.write_bytes(content)
    assert store.verify(RUN_ID) == ()
    assert (catalog.rows[RUN_ID].marker, catalog.synchronised_with) == ("", "")


def test_verification_never_relies_on_an_earlier_one(tmp_path):
    """A run that was found intact is verified in full when that is asked for (runs §9.2)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    store.open_run(RUN_ID)
    (tmp_path / str(RUN_ID) / QUEUE_CSV).unlink()
    assert [finding.code for finding in store.verify(RUN_ID)] == ["file_missing"]


def test_steps_of_a_deletion_keep_their_order(tmp_path):
    """The name goes, durably, before anything is forgotten or removed (runs §8.1)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())
    files = RecordingFileSystem()
    store = FilesystemArtifactStore(tmp_path, files=files)
    store.delete(RUN_ID, lambda: files.steps.append(("forget", "")))
    (renamed, withdrawn), *others = files.steps
    assert renamed == "rename"
    assert withdrawn.startswith(f".tmp-delete-{RUN_ID}-")
    assert others == [("sync", files.root), ("forget", ""), ("lock", withdrawn)]
    assert os.listdir(tmp_path) == []


def test_run_in_use_is_removed_by_the_next_sweep(tmp_path):
    """A reader ends with the content it began with; what is left is swept, and that is told (runs §8.1)."""
    watcher = RecordingRunObserver()
    store = FilesystemArtifactStore(tmp_path / "runs", observer=watcher)
    publish(store, clinic_desk_bundle())
    with (
        opened(PosixFileSystem(), tmp_path / "runs") as root,
        locked_directory(PosixFileSystem(), root, str(RUN_ID), shared=True, wait=True),
    ):
        store.delete(RUN_ID, lambda: None)
        (left,) = os.listdir(tmp_path / "runs")
        assert set(tree(tmp_path / "runs" / left)) == {*FILES, "manifest.json"}
        assert store.sweep() == ()
        assert listed(store) == {}
    assert store.sweep() == (left,)
    assert watcher.events == [TemporarySwept(f"runs/{left}")]


def test_link_among_the_runs_is_deleted_alone(tmp_path):
    """Deleting a link removes the link, not what it leads to (runs §8.1)."""
    publish(FilesystemArtifactStore(tmp_path / "elsewhere"), clinic_desk_bundle())
    root = tmp_path / "runs"
    root.mkdir()
    (root / str(RUN_ID)).symlink_to(tmp_path / "elsewhere" / str(RUN_ID))
    FilesystemArtifactStore(root).delete(RUN_ID, lambda: None)
    assert os.listdir(root) == []
    assert FilesystemArtifactStore(tmp_path / "elsewhere").open_run(RUN_ID).can_replay


def test_run_that_is_deleted_while_it_is_verified_is_kept_open_by_nobody(tmp_path):
    """Who reads a run while it is deleted gets it whole, and then its files are closed (runs §8.1)."""
    other = FilesystemArtifactStore(tmp_path)
    publish(other, clinic_desk_bundle())
    files = InterruptedFileSystem("matrix.npy", lambda: other.delete(RUN_ID, lambda: None))
    run = FilesystemArtifactStore(tmp_path, files=files).open_run(RUN_ID)
    assert run.matrix.shape[1] == 3
    kept = weakref.ref(run)
    del run
    assert kept() is None
