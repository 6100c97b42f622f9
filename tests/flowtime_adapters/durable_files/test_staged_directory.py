import errno
import os

import pytest

from fakes.file_system import FailingFileSystem, WrappedFileSystem, entries
from flowtime_adapters.durable_files.directories import locked_directory, opened, sweep
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_adapters.durable_files.staged_directory import StagedDirectory

FILES = PosixFileSystem()


def staged(root, files=FILES):
    directory = StagedDirectory(files, root, "run")
    directory.write("a/b/c.txt", b"one", memoryview(b"two"))
    directory.write("d.txt")
    directory.seal()
    return directory


def test_directory_is_hidden_and_locked_until_it_is_published(tmp_path):
    """The temporary name says for what it stands; a sweep leaves it alone (runs §7.1, §7.6)."""
    directory = staged(tmp_path / "runs")
    (name,) = os.listdir(tmp_path / "runs")
    assert name.startswith(".tmp-run-")
    assert len(name) == len(".tmp-run-") + 8
    assert sweep(FILES, tmp_path / "runs") == ()
    assert directory.publish(replace=False)
    directory.discard()
    assert entries(tmp_path / "runs") == {"run"}
    assert (tmp_path / "runs" / "run" / "a" / "b" / "c.txt").read_bytes() == b"onetwo"
    assert (tmp_path / "runs" / "run" / "d.txt").read_bytes() == b""


def test_discarded_directory_is_gone(tmp_path):
    """Discarding removes everything, and may be done twice (runs §5.6)."""
    directory = staged(tmp_path)
    directory.discard()
    directory.discard()
    assert entries(tmp_path) == set()


def test_loser_of_a_race_changes_nothing(tmp_path):
    """A name that is taken stays as it is, and the loser's directory goes (runs §4.2)."""
    winner, loser = staged(tmp_path), staged(tmp_path)
    assert winner.publish(replace=False)
    assert not loser.publish(replace=False)
    winner.discard()
    loser.discard()
    assert entries(tmp_path) == {"run"}


@pytest.mark.parametrize("kind", ["directory", "file", "link", "nothing"])
def test_whatever_bears_the_name_is_replaced(tmp_path, kind):
    """Replacing exchanges a directory, a file or a link, and what was replaced goes (runs §4.1)."""
    if kind == "directory":
        (tmp_path / "run" / "x").mkdir(parents=True)
    elif kind == "file":
        (tmp_path / "run").write_text("hello")
    elif kind == "link":
        (tmp_path / "run").symlink_to(tmp_path / "nowhere")
    directory = staged(tmp_path)
    assert directory.publish(replace=True)
    directory.discard()
    assert entries(tmp_path) == {"run"}
    assert sorted(os.listdir(tmp_path / "run")) == ["a", "d.txt"]


def test_replaced_directory_stays_while_it_is_read(tmp_path):
    """What a reader holds is left to the next sweep (runs §8.1)."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "old.txt").write_text("old")
    with opened(FILES, tmp_path) as root, locked_directory(FILES, root, "run", shared=True, wait=True) as old:
        directory = staged(tmp_path)
        assert directory.publish(replace=True)
        directory.discard()
        assert FILES.names(old) == ["old.txt"]
    assert len(entries(tmp_path)) == 2
    assert len(sweep(FILES, tmp_path)) == 1
    assert entries(tmp_path) == {"run"}


def test_who_replaces_next_removes_what_readers_have_held(tmp_path):
    """Remains of a directory that was read while it was replaced go with the next one (runs §8.1)."""
    (tmp_path / "run").mkdir()
    with opened(FILES, tmp_path) as root, locked_directory(FILES, root, "run", shared=True, wait=True):
        first = staged(tmp_path)
        assert first.publish(replace=True)
        first.discard()
    assert len(entries(tmp_path)) == 2
    waiting, second = staged(tmp_path), staged(tmp_path)
    assert second.publish(replace=True)
    second.discard()
    assert len(entries(tmp_path)) == 2
    waiting.discard()
    assert entries(tmp_path) == {"run"}


@pytest.mark.parametrize("replace", [False, True])
def test_name_that_does_not_reach_the_disk_is_given_back(tmp_path, replace):
    """If the root cannot be synced after the rename, the old state comes back (runs §7.4)."""

    class Unsynced(WrappedFileSystem):
        renamed = False

        def call(self, name, method, *arguments, **options):
            if name == "synchronise" and self.renamed:
                raise OSError(errno.EIO, "on purpose")
            self.renamed = self.renamed or name == "rename_flagged"
            return method(*arguments, **options)

    if replace:
        (tmp_path / "run").mkdir()
    directory = staged(tmp_path, Unsynced())
    with pytest.raises(OSError):
        directory.publish(replace=replace)
    directory.discard()
    assert [os.listdir(tmp_path / name) for name in entries(tmp_path)] == ([[]] if replace else [])


@pytest.mark.parametrize("moment", ["open_directory", "lock"])
def test_sweep_between_creation_and_lock_makes_the_writer_start_over(tmp_path, moment):
    """A directory that a sweep took before it was locked is made anew (runs §7.1)."""

    class Sweeping(WrappedFileSystem):
        swept = ()

        def call(self, name, method, *arguments, **options):
            if name == moment and not self.swept:
                self.swept = sweep(FILES, tmp_path)
            return method(*arguments, **options)

    files = Sweeping()
    directory = staged(tmp_path, files)
    assert len(files.swept) == 1
    assert directory.publish(replace=False)
    directory.discard()
    assert entries(tmp_path) == {"run"}


def test_root_that_vanishes_is_a_failure(tmp_path):
    """A root that is removed under a writer ends its work (runs §7.4)."""

    class Vanishing(WrappedFileSystem):
        def call(self, name, method, *arguments, **options):
            if name == "make_directory":
                (tmp_path / "runs").rmdir()
            return method(*arguments, **options)

    with pytest.raises(FileNotFoundError):
        StagedDirectory(Vanishing(), tmp_path / "runs", "run")


def test_directory_that_cannot_be_made_leaves_nothing(tmp_path):
    """Whatever fails while a directory is made, nothing is left of it (runs §7.4)."""
    for failing in range(2, 7):
        files = FailingFileSystem(failing, OSError(errno.EIO, "on purpose"))
        with pytest.raises(OSError):
            StagedDirectory(files, tmp_path, "run")
        assert entries(tmp_path) == set(), files.calls
