import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flowtime_adapters.artifact_store.layout import RunDirectory, is_visible
from flowtime_adapters.durable_files.directories import opened
from flowtime_adapters.durable_files.file_system import PosixFileSystem

FILES = PosixFileSystem()


@contextmanager
def run_directory(path: Path) -> Iterator[RunDirectory]:
    with opened(FILES, path) as handle:
        yield RunDirectory(FILES, handle, path.name)


@pytest.fixture
def folder(tmp_path):
    for path, content in {
        "run.json": b"{}",
        "model/telemetry/a.csv": b"1",
        "series/matrix.npy": b"numbers",
        "series/a.csv": b"t,value\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_regular_files_have_their_sizes(folder):
    """Every regular file is found with its size, however deep it lies (runs §9.1)."""
    with run_directory(folder) as found:
        assert found.sizes == {
            "run.json": 2,
            "model/telemetry/a.csv": 1,
            "series/matrix.npy": 7,
            "series/a.csv": 8,
        }
        assert found.irregular == []


def test_links_and_pipes_are_irregular_and_not_entered(folder):
    """A link to a directory is not entered, a pipe is not opened (runs §9.1)."""
    (folder / "link").symlink_to(folder / "series")
    (folder / "series" / "loop.csv").symlink_to(folder / "run.json")
    os.mkfifo(folder / "pipe")
    with run_directory(folder) as found:
        assert found.irregular == ["link", "pipe", "series/loop.csv"]
        assert "link/a.csv" not in found.sizes


def test_contents_are_read_below_the_open_directory(folder):
    """A directory that was renamed and replaced is still read as it was opened (runs §10.1)."""
    with run_directory(folder) as found:
        moved = folder.rename(folder.with_name("moved"))
        folder.mkdir()
        (folder / "run.json").write_bytes(b"[]")
        assert found.content("run.json") == b"{}"
        assert bytes(found.content("series/matrix.npy")) == b"numbers"
        assert found.content("model/telemetry/a.csv") == b"1"
    assert moved.is_dir()


def test_documents_are_all_but_numbers(folder):
    """Documents are read into memory, the matrix and CSVs are not among them (runs §10.1)."""
    with run_directory(folder) as found:
        assert found.documents() == {"run.json": b"{}"}


def test_empty_matrix_can_be_read(folder):
    """A matrix file without a byte is read like any other (runs §9.1)."""
    (folder / "series" / "matrix.npy").write_bytes(b"")
    with run_directory(folder) as found:
        assert found.content("series/matrix.npy") == b""


def test_names_with_a_dot_in_front_are_hidden():
    """A name that starts with a dot is never a run (runs §1.1)."""
    assert is_visible("run_a")
    assert not is_visible(".tmp-run_a-00000000")
