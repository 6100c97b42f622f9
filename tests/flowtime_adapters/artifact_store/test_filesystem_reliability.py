import errno
import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from contracts.artifact_store import listed, publish
from examples.clinic_desk import MANIFEST_HASH, RUN_ID, clinic_desk_bundle, other_bundle
from fakes.file_system import (
    FailingFileSystem,
    FailingPlainFileSystem,
    PlainFileSystem,
    UnsyncedFileSystem,
    WrappedFileSystem,
    entries,
)
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_domain.errors import (
    FlowTimeError,
    RunCorruptError,
    RunNotFoundError,
    StorageFullError,
    StoreUnavailableError,
)

FAILURES = {StorageFullError: errno.ENOSPC, StoreUnavailableError: errno.EIO}
NEW = clinic_desk_bundle()
OLD = other_bundle()
WRITER = Path(__file__).with_name("publishing_process.py")


def stored_hash(root: Path) -> str | None:
    """The manifest hash of the run that a new process finds, None if it finds none."""
    try:
        return FilesystemArtifactStore(root).open_run(RUN_ID).manifest.manifest_hash
    except RunNotFoundError:
        return None


def prepared_root(parent: Path, name: str, *, overwrite: bool) -> tuple[Path, str | None]:
    """A root that holds another run of the id if it is to be overwritten, and what it holds."""
    root = parent / name
    if overwrite:
        publish(FilesystemArtifactStore(root, files=UnsyncedFileSystem()), OLD)
    return root, stored_hash(root)


def number_of_calls(parent: Path, method: type[FailingFileSystem], *, overwrite: bool) -> int:
    """How many calls a creation takes that does not fail."""
    files = method(None, OSError())
    root, _ = prepared_root(parent, "untouched", overwrite=overwrite)
    publish(FilesystemArtifactStore(root, files=files), NEW, overwrite=overwrite)
    return len(files.calls)


def open_handles() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


@pytest.mark.parametrize(
    ("method", "error"),
    [(FailingFileSystem, StorageFullError), (FailingPlainFileSystem, StoreUnavailableError)],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_each_failing_call_leaves_the_old_state_or_the_new_one(tmp_path, method, overwrite, error):
    """Whichever I/O call fails, the run is the old one or the new one, and nothing is left (runs §7.4)."""
    handles = open_handles()
    for failing in range(number_of_calls(tmp_path, method, overwrite=overwrite)):
        create_with_a_failing_call(tmp_path, method, failing, error, overwrite=overwrite)
    assert open_handles() == handles


def create_with_a_failing_call(
    parent: Path,
    method: type[FailingFileSystem],
    failing: int,
    error: type[FlowTimeError],
    *,
    overwrite: bool,
) -> None:
    """Create a run while one call fails, and look at what is there afterwards."""
    root, before = prepared_root(parent, f"root{failing}", overwrite=overwrite)
    files = method(failing, OSError(FAILURES[error], "on purpose"))
    try:
        assert publish(FilesystemArtifactStore(root, files=files), NEW, overwrite=overwrite)
    except error:
        assert stored_hash(root) == before, files.calls[failing]
        assert entries(root) <= {str(RUN_ID)}, files.calls[failing]
    else:
        assert stored_hash(root) == MANIFEST_HASH, files.calls[failing]
        FilesystemArtifactStore(root).sweep()
        assert entries(root) == {str(RUN_ID)}, files.calls[failing]


@pytest.mark.parametrize(
    ("method", "overwrite", "late"),
    [
        (FailingFileSystem, False, True),
        (FailingFileSystem, True, False),
        (FailingFileSystem, True, True),
        (FailingPlainFileSystem, True, True),
    ],
)
def test_an_interrupt_at_any_call_leaves_the_old_state_or_the_new_one(tmp_path, method, overwrite, late):
    """An interrupt before or after any call leaves the old run or the new one (operations §4.2)."""
    for failing in range(number_of_calls(tmp_path, method, overwrite=overwrite)):
        root, before = prepared_root(tmp_path, f"root{failing}", overwrite=overwrite)
        files = method(failing, KeyboardInterrupt(), late=late)
        store = FilesystemArtifactStore(root, files=files)
        with pytest.raises(KeyboardInterrupt):
            publish(store, NEW, overwrite=overwrite)
        after = stored_hash(root)
        assert after in (before, MANIFEST_HASH), files.calls[failing]
        if after == before:
            assert entries(root) <= {str(RUN_ID)}, files.calls[failing]
        FilesystemArtifactStore(root).sweep()
        assert entries(root) <= {str(RUN_ID)}, files.calls[failing]


@pytest.mark.parametrize("failure", [OSError(errno.EIO, "on purpose"), KeyboardInterrupt()])
@pytest.mark.parametrize("late", [False, True])
def test_each_failing_call_of_a_deletion_leaves_the_run_or_nothing(tmp_path, failure, late):
    """Whichever call of a deletion fails, the run is there as a whole or not at all (runs §7.4, §8.1)."""
    counting = FailingFileSystem(None, OSError())
    publish(FilesystemArtifactStore(tmp_path / "untouched"), NEW)
    FilesystemArtifactStore(tmp_path / "untouched", files=counting).delete(RUN_ID, lambda: None)
    for failing, name in enumerate(counting.calls):
        root, before = prepared_root(tmp_path, f"root{failing}", overwrite=True)
        files = FailingFileSystem(failing, failure, late=late)
        forgotten: list[str] = []
        try:
            FilesystemArtifactStore(root, files=files).delete(RUN_ID, partial(forgotten.append, "forgotten"))
        except (StoreUnavailableError, KeyboardInterrupt):
            assert stored_hash(root) in ((before,) if not forgotten and not late else (before, None)), name
        else:
            assert stored_hash(root) is None, name
            assert forgotten
        FilesystemArtifactStore(root).sweep()
        assert entries(root) == ({str(RUN_ID)} if stored_hash(root) else set()), name


def test_each_failing_call_of_a_reader_is_an_unavailable_store(tmp_path):
    """A run that cannot be read now is neither missing nor corrupt (operations §5.3)."""
    publish(FilesystemArtifactStore(tmp_path), NEW)
    files = FailingFileSystem(None, OSError())
    FilesystemArtifactStore(tmp_path, files=files).open_run(RUN_ID)
    for failing, name in enumerate(files.calls):
        failing_files = FailingFileSystem(failing, OSError(errno.EIO, "on purpose"))
        store = FilesystemArtifactStore(tmp_path, files=failing_files)
        if name == "close":
            assert store.open_run(RUN_ID).can_replay
        else:
            with pytest.raises(StoreUnavailableError):
                store.open_run(RUN_ID)
            assert store.open_run(RUN_ID).can_replay


@pytest.mark.parametrize("files", [UnsyncedFileSystem, PlainFileSystem])
@pytest.mark.parametrize("overwrite", [False, True])
def test_of_several_creators_of_one_id_exactly_one_publishes(tmp_path, files, overwrite):
    """Equal creations race for one id: one publishes, the others are told that it is taken (runs §4.2)."""
    for attempt in range(4):
        root = tmp_path / str(attempt)
        if overwrite:
            publish(FilesystemArtifactStore(root, files=UnsyncedFileSystem()), OLD)
        start = Barrier(6)

        def create(root: Path = root, start: Barrier = start) -> bool:
            store = FilesystemArtifactStore(root, files=files())
            with store.stage(NEW, lambda: None) as staged:
                start.wait()
                return staged.publish(overwrite=overwrite)

        with ThreadPoolExecutor(6) as pool:
            published = [future.result() for future in [pool.submit(create) for _ in range(6)]]
        assert sorted(published) == [False] * 5 + [True]
        assert entries(root) == {str(RUN_ID)}
        assert stored_hash(root) == MANIFEST_HASH


def test_readers_never_see_part_of_a_bundle(tmp_path):
    """While one id is overwritten again and again, readers find one whole run or the other (runs §7.2)."""
    bundles = [NEW, OLD]
    publish(FilesystemArtifactStore(tmp_path), bundles[1])
    hashes = {MANIFEST_HASH, stored_hash(tmp_path)}

    def read() -> int:
        store = FilesystemArtifactStore(tmp_path)
        return len({store.open_run(RUN_ID).manifest.manifest_hash for _ in range(200)} - hashes)

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        store = FilesystemArtifactStore(tmp_path, files=UnsyncedFileSystem())
        for attempt in range(30):
            assert publish(store, bundles[attempt % 2], overwrite=True)
        assert [reader.result() for reader in readers] == [0, 0]
    store.sweep()
    assert entries(tmp_path) == {str(RUN_ID)}


def process_of(script: Path, root: Path) -> "subprocess.Popen[str]":
    """A process that runs a script of these tests on a root."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, str(script), str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


@pytest.mark.slow
def test_of_several_processes_exactly_one_publishes(tmp_path):
    """Processes that publish one id at the same moment: one is first, all leave one whole run (runs §4.2)."""
    racers = [process_of(WRITER.with_name("racing_process.py"), tmp_path) for _ in range(3)]
    assert [racer.stdout.readline() for racer in racers] == ["ready\n"] * 3
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    words = [racer.communicate()[0].strip() for racer in racers]
    assert sorted(words) == ["False", "False", "True"]
    assert entries(tmp_path) == {str(RUN_ID)}
    assert stored_hash(tmp_path) == MANIFEST_HASH


@pytest.mark.slow
def test_killed_deletions_leave_whole_runs(tmp_path):
    """A process killed while it deletes leaves whole runs, and what a sweep removes (runs §8.1)."""
    generator = random.Random(20251105)
    for attempt in range(4):
        root = tmp_path / str(attempt)
        with process_of(WRITER.with_name("deleting_process.py"), root) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(generator.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            deleted = set(process.stdout.read().split())
        store = FilesystemArtifactStore(root)
        left = listed(store)
        assert not deleted & left.keys()
        assert {store.open_run(row.run_id).can_replay for row in left.values()} <= {True}
        store.sweep()
        assert entries(root) == left.keys()


@pytest.mark.slow
def test_killed_writers_leave_nothing_but_what_a_sweep_removes(tmp_path):
    """A writer killed at any moment leaves whole runs and at most one temporary directory (runs §7.6)."""
    generator = random.Random(20251104)
    for attempt in range(6):
        root = tmp_path / str(attempt)
        with process_of(WRITER, root) as process:
            assert process.stdout is not None
            acknowledged = {process.stdout.readline().strip()}
            time.sleep(generator.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            acknowledged |= set(process.stdout.read().split())
        store = FilesystemArtifactStore(root)
        temporary = {name for name in entries(root) if name.startswith(".tmp-")}
        assert len(temporary) <= 1
        assert set(store.sweep()) == temporary
        summaries = listed(store).values()
        assert {summary.status for summary in summaries} == {"complete"}
        assert acknowledged <= {str(store.open_run(summary.run_id).run_id) for summary in summaries}
        assert entries(root) == {str(summary.run_id) for summary in summaries}


class ForbiddenNames(WrappedFileSystem):
    """Lets nobody open some names, nor, in a root that is closed, look at any."""

    def __init__(self, *forbidden: str, is_root_closed: bool = False) -> None:
        super().__init__()
        self._forbidden = forbidden
        self._is_root_closed = is_root_closed

    def call(self, name: str, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        is_opened = name in ("open_directory", "open_file") and arguments[0] in self._forbidden
        is_looked_at = name == "status" and arguments[0] == str(RUN_ID) and self._is_root_closed
        if is_opened or is_looked_at:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), arguments[0])
        return method(*arguments, **options)


@pytest.mark.parametrize("forbidden", [str(RUN_ID), "series", "spec.yaml"])
def test_run_that_may_not_be_read_is_corrupt(tmp_path: Path, forbidden: str) -> None:
    """A run whose owner keeps it, or a part of it, from being read is corrupt (runs §9.1, §9.4)."""
    publish(FilesystemArtifactStore(tmp_path), NEW)
    store = FilesystemArtifactStore(tmp_path, files=ForbiddenNames(forbidden))
    with pytest.raises(RunCorruptError) as caught:
        store.open_run(RUN_ID)
    (finding,) = caught.value.errors
    assert (finding.code, forbidden in finding.message) == ("manifest_invalid", True)
    assert store.verify(RUN_ID) == (finding,)


def test_root_that_may_not_be_searched_makes_no_run_corrupt(tmp_path: Path) -> None:
    """Without permission for the root nothing is said of its runs (operations §5.3)."""
    publish(FilesystemArtifactStore(tmp_path), NEW)
    store = FilesystemArtifactStore(tmp_path, files=ForbiddenNames(str(RUN_ID), is_root_closed=True))
    with pytest.raises(StoreUnavailableError):
        store.open_run(RUN_ID)
