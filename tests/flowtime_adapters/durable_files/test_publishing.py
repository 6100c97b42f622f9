import errno
import os

import pytest

from fakes.file_system import FailingPlainFileSystem, PlainFileSystem, entries
from flowtime_adapters.durable_files.directories import opened
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_adapters.durable_files.publishing import (
    exchange,
    publication_method,
    rename_new,
    root_lock,
)

SYSTEMS = [PosixFileSystem, PlainFileSystem]


@pytest.fixture
def root(tmp_path):
    for name in (".tmp-new", "old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    return tmp_path


def content(root, name):
    return os.listdir(root / name)


@pytest.mark.parametrize("system", SYSTEMS)
def test_free_name_is_given(root, system):
    """A directory gets a name that nobody has (runs §7.1)."""
    with opened(PosixFileSystem(), root) as handle:
        assert rename_new(system(), handle, ".tmp-new", "new")
    assert entries(root) == {"new", "old"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_taken_name_is_left_alone(root, system):
    """A name that is taken, even by an empty directory or a dangling link, is not replaced (runs §7.1)."""
    (root / "empty").mkdir()
    (root / "link").symlink_to(root / "nowhere")
    with opened(PosixFileSystem(), root) as handle:
        for name in ("old", "empty", "link"):
            assert not rename_new(system(), handle, ".tmp-new", name)
    assert entries(root) == {".tmp-new", "old", "empty", "link"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_two_names_are_exchanged(root, system):
    """After an exchange the temporary name bears what was replaced (runs §7.1)."""
    with opened(PosixFileSystem(), root) as handle:
        exchange(system(), handle, ".tmp-new", "old")
    assert (content(root, "old"), content(root, ".tmp-new")) == ([".tmp-new"], ["old"])
    assert entries(root) == {".tmp-new", "old"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_nothing_is_exchanged_with_nothing(root, system):
    """An exchange with a missing name changes nothing (runs §7.1)."""
    with opened(PosixFileSystem(), root) as handle, pytest.raises(FileNotFoundError):
        exchange(system(), handle, ".tmp-new", "missing")
    assert entries(root) == {".tmp-new", "old"}


@pytest.mark.parametrize("failing", range(12))
def test_exchange_by_steps_is_done_or_not(root, failing):
    """Where an exchange takes two renames, a failure of either leaves the old state (runs §7.3, §7.4)."""
    files = FailingPlainFileSystem(failing, OSError(errno.EIO, "on purpose"))
    with opened(PosixFileSystem(), root) as handle:
        try:
            exchange(files, handle, ".tmp-new", "old")
        except OSError:
            assert entries(root) == {".tmp-new", "old"}
            assert content(root, "old") == ["old"]
        else:
            assert content(root, "old") == [".tmp-new"]


def test_other_failures_of_a_rename_are_not_hidden(root):
    """A failure that does not come from a missing call is told (runs §7.4)."""
    with opened(PosixFileSystem(), root) as handle, pytest.raises(FileNotFoundError):
        rename_new(PosixFileSystem(), handle, "missing", "new")


def test_lock_of_a_root_is_held_by_one(tmp_path):
    """While one holds the lock file of a root nobody else gets it (runs §7.3)."""
    files = PosixFileSystem()
    with opened(files, tmp_path) as root:
        with root_lock(files, root):
            other = files.open_lock_file(".lock", root)
            assert not files.lock(other, shared=False, wait=False)
        assert files.lock(other, shared=False, wait=False)
        files.close(other)


def test_method_has_a_name():
    """The start-up log names how runs are made visible (runs §7.3)."""
    assert publication_method() in ("renameat2", "lock")
