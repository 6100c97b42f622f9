import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flowtime_adapters.durable_files.directories import opened
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_adapters.durable_files.flagged_rename import (
    EXCHANGE,
    NO_REPLACE,
    UNSUPPORTED,
    flagged_rename,
    is_available,
)


def outcome(root: Path, name: str, new_name: str, flags: int) -> int:
    """The error of a rename in a directory, 0 for none."""
    with opened(PosixFileSystem(), root) as handle:
        try:
            flagged_rename(name, new_name, handle, flags)
        except OSError as error:
            return error.errno or -1
    return 0


@pytest.fixture
def rename(tmp_path: Path) -> Callable[[str, str, int], int]:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    return lambda name, new_name, flags: outcome(tmp_path, name, new_name, flags)


def test_linux_has_the_call():
    """Linux has the call; elsewhere it says that it is not there (runs §7.3)."""
    assert is_available() == (sys.platform == "linux")


def test_names_that_are_taken_are_not_replaced(tmp_path, rename):
    """Renaming without replacing gives a free name and refuses a taken one (runs §7.3)."""
    assert rename("one", "two", NO_REPLACE) in {errno.EEXIST} | UNSUPPORTED
    assert sorted(os.listdir(tmp_path)) == ["one", "two"]
    if rename("one", "three", NO_REPLACE) == 0:
        assert sorted(os.listdir(tmp_path)) == ["three", "two"]


def test_two_names_are_exchanged_at_once(tmp_path, rename):
    """An exchange gives each of two names what the other had, and needs both (runs §7.3)."""
    assert rename("one", "three", EXCHANGE) in {errno.ENOENT} | UNSUPPORTED
    if rename("one", "two", EXCHANGE) == 0:
        assert [os.listdir(tmp_path / name) for name in ("one", "two")] == [["two"], ["one"]]


def test_unknown_flags_are_unsupported(rename):
    """What the system does not know it refuses without doing anything (runs §7.3)."""
    assert rename("one", "three", 1 << 20) in UNSUPPORTED
