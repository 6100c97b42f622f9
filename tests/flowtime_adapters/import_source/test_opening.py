"""Which files are opened for imports."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flowtime_adapters.import_source.opening import opened_content
from flowtime_domain.errors import CaptureArtifactMissingError, PathNotAllowedError
from flowtime_domain.ports.import_source import NamedFile, Upload


def content_of(path: str, roots=(), *, confined: bool = True) -> bytes:
    with opened_content(NamedFile(path, is_confined=confined), roots) as stream:
        return stream.read()


@contextmanager
def as_a_user_without_rights() -> Iterator[None]:
    """Whoever runs the tests, a file without permissions is closed to him meanwhile."""
    user = os.geteuid()
    if user:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "imports"
    (root / "desk").mkdir(parents=True)
    (root / "desk" / "visits.csv").write_text("inside")
    (tmp_path / "secret.csv").write_text("outside")
    return root


def test_a_file_below_a_root(root: Path, tmp_path: Path) -> None:
    """A confined path is looked for in each root in turn (telemetry §2.4)."""
    assert content_of("desk/visits.csv", [tmp_path, root]) == b"inside"


def test_no_roots(root: Path) -> None:
    """Without roots every path is refused (telemetry §2.4)."""
    with pytest.raises(PathNotAllowedError):
        content_of("desk/visits.csv")


@pytest.mark.parametrize("link", ["file", "folder"])
def test_links_lead_nowhere(root: Path, tmp_path: Path, link: str) -> None:
    """No part of a confined path may be a symbolic link (telemetry §2.4)."""
    (root / "file").symlink_to(tmp_path / "secret.csv")
    (root / "folder").symlink_to(tmp_path)
    with pytest.raises(PathNotAllowedError):
        content_of(link if link == "file" else "folder/secret.csv", [root])


@pytest.mark.parametrize("confined", [True, False])
def test_only_regular_files_are_read(root: Path, confined: bool) -> None:
    """A directory or a pipe is no source, and opening it does not wait (telemetry §2.4)."""
    os.mkfifo(root / "pipe")
    for name in ("pipe", "desk"):
        path = name if confined else str(root / name)
        with pytest.raises(PathNotAllowedError):
            content_of(path, [root], confined=confined)


@pytest.mark.parametrize("confined", [True, False])
def test_a_file_that_may_not_be_read(root: Path, monkeypatch: pytest.MonkeyPatch, confined: bool) -> None:
    """Permissions that forbid reading are the caller's path at fault, not the data root (telemetry §2.4)."""
    monkeypatch.chdir(root)
    Path("desk/visits.csv").chmod(0)
    with (
        as_a_user_without_rights(),
        pytest.raises(PathNotAllowedError, match=r"visits.csv' is not allowed: its permissions forbid"),
    ):
        content_of("desk/visits.csv", [Path()], confined=confined)


def test_a_socket_is_no_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be opened for its kind is told like any other that is no file (telemetry §2.4)."""
    monkeypatch.chdir(root)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(PathNotAllowedError, match="does not lead to a regular file"):
            content_of("socket", confined=False)


def test_a_file_that_a_user_names(root: Path, tmp_path: Path) -> None:
    """On the command line any file may be read (telemetry §6.1)."""
    assert content_of(str(tmp_path / "secret.csv"), [root], confined=False) == b"outside"
    with pytest.raises(CaptureArtifactMissingError):
        content_of(str(tmp_path / "none.csv"), confined=False)


@pytest.mark.parametrize("path", ["visits\0.csv", "\ud800.csv", "v" * 300 + ".csv"])
def test_names_that_no_file_has(root: Path, path: str) -> None:
    """A file whose name no file can have is not there (api §11.3)."""
    with pytest.raises(CaptureArtifactMissingError):
        content_of(path, [root], confined=False)


def test_an_upload() -> None:
    """What is sent along is read as it is (api §11.1)."""
    with opened_content(Upload("visits.csv", b"sent"), []) as stream:
        assert stream.read() == b"sent"
