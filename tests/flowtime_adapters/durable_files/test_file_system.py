import os
from pathlib import Path

import pytest

from flowtime_adapters.durable_files.directories import opened
from flowtime_adapters.durable_files.file_system import (
    PosixFileSystem,
    close_quietly,
    is_directory,
    same_entry,
)

FILES = PosixFileSystem()


def test_entries_have_the_identity_that_their_status_has(tmp_path):
    """Each entry of a directory is told with its inode, and none is looked into (runs §10.3)."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("nowhere")
    with opened(FILES, tmp_path) as root:
        assert FILES.inodes(root) == {
            name: FILES.status(name, root).st_ino for name in ("folder", "file", "link")
        }


def test_missing_parents_are_created(tmp_path):
    """A root is created with its parents; that it exists is no error (operations §1.3)."""
    root = tmp_path / "data" / "runs"
    FILES.make_root(root)
    FILES.make_root(root)
    assert root.is_dir()


def test_all_bytes_are_written_and_read(tmp_path):
    """What is written in pieces of any size is read back as one (runs §7.1)."""
    large = bytes(range(256)) * 20_000
    with opened(FILES, tmp_path) as root:
        handle = FILES.create_file("file", root)
        FILES.write(handle, b"")
        FILES.write(handle, large)
        FILES.write(handle, memoryview(large))
        FILES.synchronise(handle)
        FILES.close(handle)
        handle = FILES.open_file("file", root)
        assert FILES.read(handle) == large * 2
        mapped = FILES.map(handle)
        FILES.close(handle)
    assert mapped.readonly
    assert bytes(mapped[-3:]) == b"\xfd\xfe\xff"


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="only Linux tells how memory is mapped")
@pytest.mark.parametrize("scattered", [False, True])
def test_what_is_read_here_and_there_is_mapped_so(tmp_path, scattered):
    """Of a file that is read here and there the system fetches no more than is asked for (runs §10.1)."""
    path = tmp_path / "matrix"
    path.write_bytes(b"x" * 100_000)
    with opened(FILES, tmp_path) as root:
        handle = FILES.open_file("matrix", root)
        mapped = FILES.map(handle, scattered=scattered)
        FILES.close(handle)
    _, _, about = Path("/proc/self/smaps").read_text().partition(f" {path}\n")
    flags = next(line.split()[1:] for line in about.splitlines() if line.startswith("VmFlags:"))
    assert ("rr" in flags) == scattered
    assert bytes(mapped[-3:]) == b"xxx"


def test_existing_names_are_not_opened_for_writing(tmp_path):
    """A new file is new: neither a file nor a link of its name is written to (runs §7.1)."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with opened(FILES, tmp_path) as root:
        for name in ("file", "link"):
            with pytest.raises(FileExistsError):
                FILES.create_file(name, root)
    assert not (tmp_path / "elsewhere").exists()


def test_links_are_not_followed(tmp_path):
    """A link is opened neither as a directory nor as a file; its status is its own (runs §9.1)."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "to_folder").symlink_to(tmp_path / "folder")
    (tmp_path / "to_file").symlink_to(tmp_path / "file")
    with opened(FILES, tmp_path) as root:
        for call, name in ((FILES.open_directory, "to_folder"), (FILES.open_file, "to_file")):
            with pytest.raises(OSError):
                call(name, root)
        assert not is_directory(FILES.status("to_folder", root))
        assert is_directory(FILES.status("folder", root))


def test_one_handle_excludes_others(tmp_path):
    """An exclusive lock excludes all, a shared one only that; closing ends them (runs §7.1, §8.1)."""
    with opened(FILES, tmp_path) as one, opened(FILES, tmp_path) as other:
        assert FILES.lock(one, shared=False, wait=True)
        assert not FILES.lock(other, shared=True, wait=False)
        assert FILES.lock(one, shared=True, wait=False)
        assert FILES.lock(other, shared=True, wait=False)
        assert not FILES.lock(other, shared=False, wait=False)
    with opened(FILES, tmp_path) as another:
        assert FILES.lock(another, shared=False, wait=False)


def test_entries_are_the_same_however_they_are_reached(tmp_path):
    """A name and a handle lead to one directory until the name is given to another (runs §7.1)."""
    (tmp_path / "folder").mkdir()
    with opened(FILES, tmp_path) as root, opened(FILES, tmp_path / "folder") as folder:
        assert same_entry(FILES.status("folder", root), FILES.status_of(folder))
        FILES.rename("folder", "moved", root)
        FILES.make_directory("folder", root)
        assert not same_entry(FILES.status("folder", root), FILES.status_of(folder))
        assert FILES.names(root) == ["folder", "moved"]


def test_a_close_that_fails_means_nothing():
    """Closing what is closed already is no failure of the caller (runs §7.4)."""
    handle = os.open("/", os.O_RDONLY)
    os.close(handle)
    close_quietly(FILES, handle)
