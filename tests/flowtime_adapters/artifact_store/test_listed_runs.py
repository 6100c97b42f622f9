"""Runs as a listing shows them."""

import errno
import os
import time
from pathlib import Path

import pytest

from contracts.artifact_store import listed, publish
from examples.clinic_desk import RUN_ID, clinic_desk_bundle, other_bundle
from fakes.file_system import WrappedFileSystem
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_domain.errors import RunCorruptError, StoreUnavailableError
from flowtime_domain.runs.identity import RunId


def long_ago(path: Path) -> None:
    """Let a directory have been changed an hour ago."""
    moment = time.time() - 3600
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("name", ["run.json", "manifest.json"])
def test_unreadable_documents_make_a_corrupt_row(tmp_path, name):
    """A directory with a wrong run.json or manifest.json is listed as corrupt with its time (runs §10.4)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    (tmp_path / str(RUN_ID) / name).write_text("{}")
    os.utime(tmp_path / str(RUN_ID), (1_000_000_000, 1_000_000_000))
    (summary,) = listed(store).values()
    assert (summary.status, summary.template_id, summary.grid) == ("corrupt", None, None)
    assert summary.created.timestamp() == 1_000_000_000


def test_what_is_no_run_is_not_listed(tmp_path):
    """Hidden names and names that are no ids are no runs (runs §1.1, §3.7)."""
    for name in (".tmp-run_a-00000000", "..data", "not a run"):
        (tmp_path / name).mkdir()
    (tmp_path / "empty").mkdir()
    assert list(listed(FilesystemArtifactStore(tmp_path))) == ["empty"]


def test_what_is_no_directory_is_corrupt(tmp_path):
    """A file or a link that bears the name of a run is listed as it is read: corrupt (runs §9.4, §10.4)."""
    store = FilesystemArtifactStore(tmp_path / "runs")
    publish(store, clinic_desk_bundle())
    publish(FilesystemArtifactStore(tmp_path / "elsewhere"), clinic_desk_bundle(run_id=RunId("run")))
    (tmp_path / "runs" / "notes.txt").write_text("hello")
    (tmp_path / "runs" / "link").symlink_to(tmp_path / "elsewhere" / "run")
    os.utime(tmp_path / "runs" / "notes.txt", (1_000_000_000, 1_000_000_000))
    rows = listed(store)
    assert {name: row.status for name, row in rows.items()} == {
        str(RUN_ID): "complete",
        "link": "corrupt",
        "notes.txt": "corrupt",
    }
    assert rows["notes.txt"].created.timestamp() == 1_000_000_000
    assert {RunId(name): row.marker for name, row in rows.items()} == store.markers()
    for name in ("notes.txt", "link"):
        with pytest.raises(RunCorruptError):
            store.open_run(RunId(name))
        store.delete(RunId(name), lambda: None)
    assert list(listed(store)) == [str(RUN_ID)]


def test_marker_of_the_root_changes_with_its_runs(tmp_path):
    """The marker tells whether a run has come or gone; just after that it cannot be told (runs §10.3)."""
    root = tmp_path / "runs"
    store = FilesystemArtifactStore(root)
    assert store.marker() is None
    publish(store, clinic_desk_bundle())
    assert store.marker() == ""
    long_ago(root)
    settled = store.marker()
    assert settled
    assert store.marker() == settled
    (root / str(RUN_ID) / "manifest.json").write_bytes(b"{}")
    assert store.marker() == settled
    (root / "empty").mkdir()
    assert store.marker() == ""
    os.utime(root, (1, 1))
    assert store.marker() not in ("", settled)


@pytest.mark.parametrize("name", ["run.json", "manifest.json"])
def test_marker_of_a_run_changes_with_its_documents(tmp_path, name):
    """A document that is changed in any way, or removed, changes the marker of its run (runs §10.3)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    document = tmp_path / str(RUN_ID) / name
    seen = {store.markers()[RUN_ID]}
    content = document.read_bytes()
    os.utime(document, ns=(1, 1))
    seen.add(store.markers()[RUN_ID])
    document.write_bytes(content + b" ")
    os.utime(document, ns=(1, 1))
    seen.add(store.markers()[RUN_ID])
    document.unlink()
    seen.add(store.markers()[RUN_ID])
    assert len(seen) == 4
    assert store.summary(RUN_ID).marker in seen


def test_run_that_names_another_directory_is_corrupt(tmp_path):
    """A copy under another name is no run of that name (runs §9.1)."""
    store = FilesystemArtifactStore(tmp_path)
    publish(store, clinic_desk_bundle())
    (tmp_path / str(RUN_ID)).rename(tmp_path / "copy")
    assert listed(store)["copy"].status == "corrupt"


def test_time_that_no_calendar_has(tmp_path):
    """A directory with an impossible time is listed all the same (runs §9.4)."""
    (tmp_path / "empty").mkdir()

    class OddClock(WrappedFileSystem):
        def status(self, name, parent):
            found = list(os.stat(name, dir_fd=parent, follow_symlinks=False))
            return os.stat_result([*found[:8], 10**18, found[9]])

    (row,) = listed(FilesystemArtifactStore(tmp_path, files=OddClock())).values()
    assert row.created.year == 1970


class FailingReads(WrappedFileSystem):
    """Cannot open files, or does something else before the first one."""

    def __init__(self, failure=None, first=lambda: None):
        super().__init__()
        self._failure = failure
        self._first = first

    def open_file(self, name, parent):
        first, self._first = self._first, lambda: None
        first()
        if self._failure is not None:
            raise OSError(self._failure, os.strerror(self._failure), name)
        return os.open(name, os.O_RDONLY, dir_fd=parent)


@pytest.mark.parametrize("failure", [errno.EACCES, errno.EIO, errno.EISDIR])
def test_unreadable_run_is_corrupt(tmp_path, failure):
    """A run that the disk or its owner keeps from being read has a corrupt row (runs §10.4)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())
    store = FilesystemArtifactStore(tmp_path, files=FailingReads(failure))
    assert listed(store)[str(RUN_ID)].status == "corrupt"


class ClosedDirectory(WrappedFileSystem):
    """Fails whenever a directory of some name is to be opened, or something in it looked at."""

    def __init__(self, name, failure):
        super().__init__()
        self._name = name
        self._failure = failure

    def call(self, name, method, *arguments, **options):
        opens = name == "open_directory" and arguments[0] == self._name
        looks_inside = name == "status" and arguments[0].startswith(f"{self._name}/")
        if opens or looks_inside:
            raise OSError(self._failure, os.strerror(self._failure), arguments[0])
        return method(*arguments, **options)


@pytest.mark.parametrize("failure", [errno.EACCES, errno.EIO, errno.ELOOP])
def test_directory_that_cannot_be_opened_is_corrupt(tmp_path, failure):
    """A run directory that cannot be read has a corrupt row and hides no other (runs §9.4, §10.4)."""
    for run_id in (RUN_ID, RunId("other")):
        publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle(run_id=run_id))
    os.utime(tmp_path / "other", (1_000_000_000, 1_000_000_000))
    store = FilesystemArtifactStore(tmp_path, files=ClosedDirectory("other", failure))
    rows = listed(store)
    assert {name: row.status for name, row in rows.items()} == {str(RUN_ID): "complete", "other": "corrupt"}
    assert rows["other"].created.timestamp() == 1_000_000_000
    assert {run_id: rows[str(run_id)].marker for run_id in store.markers()} == store.markers()


class FailingStatus(WrappedFileSystem):
    """Cannot tell what an entry of the root is."""

    def __init__(self, failure):
        super().__init__()
        self._failure = failure

    def call(self, name, method, *arguments, **options):
        if name == "status" and arguments[0] == "other":
            raise OSError(self._failure, os.strerror(self._failure), arguments[0])
        return method(*arguments, **options)


def test_entry_that_cannot_be_looked_at_is_corrupt(tmp_path):
    """What the disk gives no status of has a corrupt row and hides no other (runs §9.4, §10.4)."""
    for run_id in (RUN_ID, RunId("other")):
        publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle(run_id=run_id))
    store = FilesystemArtifactStore(tmp_path, files=FailingStatus(errno.EIO))
    rows = listed(store)
    assert {name: row.status for name, row in rows.items()} == {str(RUN_ID): "complete", "other": "corrupt"}
    assert rows["other"].marker == store.markers([RunId("other")])[RunId("other")]


def test_root_whose_entries_may_not_be_looked_at_is_unavailable(tmp_path):
    """A root without the permission to look at its entries is unusable as a whole (operations §5.3)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle(run_id=RunId("other")))
    store = FilesystemArtifactStore(tmp_path, files=FailingStatus(errno.EACCES))
    with pytest.raises(StoreUnavailableError):
        store.markers()
    with pytest.raises(StoreUnavailableError):
        store.summary(RunId("other"))


def test_shortage_of_files_makes_no_run_corrupt(tmp_path):
    """A process that can open no more files says so, and nothing of the runs (operations §5.3)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())
    store = FilesystemArtifactStore(tmp_path, files=FailingReads(errno.EMFILE))
    with pytest.raises(StoreUnavailableError):
        store.summary(RUN_ID)


def test_run_that_goes_while_it_is_read_has_no_row(tmp_path):
    """A run deleted in the middle of its reading is gone, not corrupt (runs §10.3)."""
    publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle())

    def delete():
        FilesystemArtifactStore(tmp_path).delete(RUN_ID, lambda: None)

    assert FilesystemArtifactStore(tmp_path, files=FailingReads(first=delete)).summary(RUN_ID) is None


def test_run_that_is_replaced_while_it_is_read_is_read_again(tmp_path):
    """A run replaced in the middle of its reading has the row of what replaced it (runs §10.1)."""
    publish(FilesystemArtifactStore(tmp_path), other_bundle())

    def replace():
        publish(FilesystemArtifactStore(tmp_path), clinic_desk_bundle(), overwrite=True)

    row = FilesystemArtifactStore(tmp_path, files=FailingReads(first=replace)).summary(RUN_ID)
    assert row.status == "complete"
    assert row == FilesystemArtifactStore(tmp_path).summary(RUN_ID)
