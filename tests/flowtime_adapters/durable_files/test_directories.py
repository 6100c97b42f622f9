import os

import pytest

from fakes.file_system import WrappedFileSystem, entries
from flowtime_adapters.durable_files.directories import (
    leads_to,
    locked_directory,
    opened,
    opened_below,
    opened_file,
    remove_unused,
    sweep,
)
from flowtime_adapters.durable_files.file_system import PosixFileSystem

FILES = PosixFileSystem()


def tree(root, name):
    """A directory with files and directories in it."""
    folder = root / name / "model" / "telemetry"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_bytes(b"1")
    (root / name / "run.json").write_bytes(b"{}")
    return root / name


def test_files_are_opened_below_a_directory(tmp_path):
    """A file is reached through directories that are no links (runs §10.1)."""
    tree(tmp_path, "run")
    (tmp_path / "link").symlink_to(tmp_path / "run")
    with opened(FILES, tmp_path) as root:
        with opened_below(FILES, "run", root) as run, opened_file(FILES, "run.json", run) as file:
            assert FILES.read(file) == b"{}"
        with opened_file(FILES, "run/model/telemetry/a.csv", root) as file:
            assert FILES.read(file) == b"1"
        with pytest.raises(OSError), opened_file(FILES, "link/run.json", root):
            pass


def test_lock_of_a_directory_is_waited_for_or_not(tmp_path):
    """A lock that somebody else holds is not taken; who does not wait is told (runs §7.1, §8.1)."""
    tree(tmp_path, "run")
    with opened(FILES, tmp_path) as root:
        with locked_directory(FILES, root, "run", shared=True, wait=True) as reader:
            assert reader is not None
            with locked_directory(FILES, root, "run", shared=False, wait=False) as writer:
                assert writer is None
        with locked_directory(FILES, root, "run", shared=False, wait=False) as writer:
            assert leads_to(FILES, root, "run", writer)


def test_directory_that_was_replaced_before_its_lock_is_opened_afresh(tmp_path):
    """What stands under the name when the lock is held is what is read (runs §8.1)."""

    class Replacing(WrappedFileSystem):
        replaced = False

        def call(self, name, method, *arguments, **options):
            if name == "lock" and not self.replaced:
                self.replaced = True
                (tmp_path / "run").rename(tmp_path / "old")
                (tmp_path / "run").mkdir()
            return method(*arguments, **options)

    tree(tmp_path, "run")
    with (
        opened(FILES, tmp_path) as root,
        locked_directory(Replacing(), root, "run", shared=True, wait=True) as run,
    ):
        assert FILES.names(run) == []


def test_trees_files_and_links_are_removed(tmp_path):
    """Whatever bears a temporary name is removed; a link goes, not what it leads to (runs §7.6)."""
    kept = tree(tmp_path, "kept")
    tree(tmp_path, ".tmp-tree")
    (tmp_path / ".tmp-tree" / "link").symlink_to(kept)
    (tmp_path / ".tmp-file").touch()
    (tmp_path / ".tmp-link").symlink_to(kept)
    with opened(FILES, tmp_path) as root:
        for name in (".tmp-tree", ".tmp-file", ".tmp-link"):
            assert remove_unused(FILES, root, name)
        assert not remove_unused(FILES, root, ".tmp-gone")
    assert entries(tmp_path) == {"kept"}
    assert (kept / "run.json").exists()


def test_sweep_leaves_what_is_in_use(tmp_path):
    """A sweep removes what nobody holds, and leaves living writers, readers and runs (runs §7.6)."""
    for name in (".tmp-dead", ".tmp-writer", ".tmp-reader", "run"):
        tree(tmp_path, name)
    with (
        opened(FILES, tmp_path) as root,
        locked_directory(FILES, root, ".tmp-writer", shared=False, wait=True),
        locked_directory(FILES, root, ".tmp-reader", shared=True, wait=True),
    ):
        assert sweep(FILES, tmp_path) == (".tmp-dead",)
    assert entries(tmp_path) == {".tmp-writer", ".tmp-reader", "run"}
    assert set(sweep(FILES, tmp_path)) == {".tmp-writer", ".tmp-reader"}


def test_sweep_of_what_cannot_be_read_removes_nothing(tmp_path):
    """A root that is missing or is no directory does not prevent a start (operations §5.1)."""
    (tmp_path / "file").touch()
    assert sweep(FILES, tmp_path / "missing") == sweep(FILES, tmp_path / "file") == ()


def test_what_cannot_be_removed_does_not_keep_the_rest(tmp_path):
    """A sweep goes on after a directory that cannot be removed (operations §5.1)."""

    class Stubborn(WrappedFileSystem):
        def call(self, name, method, *arguments, **options):
            if name == "remove_directory" and arguments[0] == ".tmp-a":
                raise PermissionError
            return method(*arguments, **options)

    for name in (".tmp-a", ".tmp-b"):
        tree(tmp_path, name)
    assert sweep(Stubborn(), tmp_path) == (".tmp-b",)
    assert os.listdir(tmp_path) == [".tmp-a"]


def test_what_others_removed_first_is_ignored(tmp_path):
    """Removing goes on where somebody else has removed a part already (runs §7.1)."""

    class Racing(WrappedFileSystem):
        def call(self, name, method, *arguments, **options):
            result = method(*arguments, **options)
            if name in ("remove_file", "remove_directory") and arguments[0] != ".tmp-a":
                raise FileNotFoundError
            return result

    tree(tmp_path, ".tmp-a")
    assert sweep(Racing(), tmp_path) == (".tmp-a",)
    assert os.listdir(tmp_path) == []
