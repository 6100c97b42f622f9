"""Captures in directories."""

import os
from pathlib import Path
from typing import Any

import pytest

from contracts.capture_store import CaptureStoreContract
from examples.captures import FILE, KEY, MANIFEST, manifest_text, visits
from fakes.capture_store import InMemoryCaptureStore
from fakes.file_system import RecordingFileSystem, entries
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.capture_store.directory import DirectoryCaptureStore
from flowtime_domain.errors import (
    CaptureArtifactMissingError,
    CaptureExistsError,
    CaptureInvalidError,
    PathNotAllowedError,
)
from flowtime_domain.ports.run_observer import TemporarySwept
from flowtime_domain.runs.capture_key import CaptureKey

CSV = visits().bundle.files[FILE]


def store_in(data: Path, **options: Any) -> DirectoryCaptureStore:
    return DirectoryCaptureStore(data, [data / "telemetry"], **options)


def write_capture(directory: Path, manifest: bytes | None = None) -> None:
    """Write the capture of the example by hand."""
    directory.mkdir(parents=True)
    (directory / "manifest.json").write_bytes(manifest or manifest_text())
    (directory / FILE).write_bytes(CSV)


class TestDirectoryCaptureStore(CaptureStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> DirectoryCaptureStore:
        self.root = tmp_path / "data" / "telemetry"
        return store_in(tmp_path / "data")

    def spoil(self, store: Any, path: str, content: bytes | None) -> None:
        place = self.root / str(KEY) / path
        if content is None:
            place.unlink()
        else:
            place.write_bytes(content)


class TestInMemoryCaptureStore(CaptureStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> InMemoryCaptureStore:
        return InMemoryCaptureStore()

    def spoil(self, store: Any, path: str, content: bytes | None) -> None:
        if content is None:
            del store.captures[str(KEY)][path]
        else:
            store.captures[str(KEY)][path] = content


def test_files_are_synced_before_the_manifest_and_that_before_the_name(tmp_path):
    """Files, manifest, directory, name, root: a capture is published like a run (telemetry §2.5)."""
    files = RecordingFileSystem()
    store_in(tmp_path, files=files).publish(visits().bundle, overwrite=False)
    staged = files.staged
    assert files.steps == [
        ("make", staged),
        ("lock", staged),
        ("create", FILE),
        ("sync", FILE),
        ("create", "manifest.json"),
        ("sync", "manifest.json"),
        ("sync", staged),
        ("rename", str(KEY)),
        ("sync", str(tmp_path / "telemetry")),
    ]


def test_publishing_twice_gives_the_same_bytes(tmp_path):
    """For the same input every file is byte-identical (telemetry §2.5)."""
    for name in ("one", "other"):
        store_in(tmp_path / name).publish(visits().bundle, overwrite=False)
    contents = [
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "other")
    ]
    assert contents[0] == contents[1]
    assert contents[0].keys() == {FILE, "manifest.json"}


def test_a_refused_publication_leaves_nothing(tmp_path):
    """A key that is taken in the last moment leaves what stands there and nothing else (telemetry §2.5)."""
    (tmp_path / "telemetry").mkdir()
    (tmp_path / "telemetry" / str(KEY)).write_text("something else")
    with pytest.raises(CaptureExistsError):
        store_in(tmp_path).publish(visits().bundle, overwrite=False)
    assert entries(tmp_path / "telemetry") == {str(KEY)}
    store_in(tmp_path).publish(visits().bundle, overwrite=True)
    assert store_in(tmp_path).open_key(KEY).files == {FILE: CSV}
    assert entries(tmp_path / "telemetry") == {str(KEY)}


@pytest.mark.parametrize(("root", "told"), [("data/captures", f"captures/{KEY}"), ("elsewhere", str(KEY))])
def test_the_first_root_takes_what_is_published(tmp_path, root, told):
    """A capture is told relative to the data root, or by its last part elsewhere (telemetry §6.11)."""
    store = DirectoryCaptureStore(tmp_path / "data", [tmp_path / root, tmp_path / "other"])
    assert store.publish(visits().bundle, overwrite=False) == told
    assert (tmp_path / root / str(KEY) / "manifest.json").is_file()
    assert store.open_key(KEY).manifest.members() == MANIFEST


def test_captures_may_lie_in_any_root(tmp_path):
    """A directory in a later root, or a root itself, is opened by its path (telemetry §2.3)."""
    write_capture(tmp_path / "other" / "deep" / "one")
    store = DirectoryCaptureStore(tmp_path, [tmp_path / "first", tmp_path / "other"])
    assert store.open_directory(str(tmp_path / "other" / "deep" / "one")).files == {FILE: CSV}
    assert store.open_directory("../other/deep/one").files == {FILE: CSV}
    nested = DirectoryCaptureStore(tmp_path, [tmp_path / "other" / "deep" / "one"])
    assert nested.open_directory(".").files == {FILE: CSV}


def test_roots_and_captures_may_be_links_inside(tmp_path):
    """What counts is where a path leads to, not how (telemetry §2.3)."""
    write_capture(tmp_path / "real" / "one")
    (tmp_path / "root").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "alias").symlink_to("one")
    store = DirectoryCaptureStore(tmp_path, [tmp_path / "root"])
    assert store.open_directory("alias").files == {FILE: CSV}
    assert store.open_key(CaptureKey("alias")).files == {FILE: CSV}


def test_a_link_that_leads_out_is_refused_by_directory_and_key(tmp_path):
    """A symbolic link out of the roots is not followed (telemetry §2.3)."""
    write_capture(tmp_path / "secret")
    (tmp_path / "telemetry").mkdir()
    (tmp_path / "telemetry" / "way-out").symlink_to(tmp_path / "secret")
    store = store_in(tmp_path)
    with pytest.raises(PathNotAllowedError) as caught:
        store.open_directory("way-out")
    assert str(tmp_path) not in str(caught.value)
    with pytest.raises(PathNotAllowedError):
        store.open_key(CaptureKey("way-out"))


def test_a_text_that_is_no_path_is_refused(tmp_path):
    """A NUL character is in no path (telemetry §2.4)."""
    with pytest.raises(PathNotAllowedError):
        store_in(tmp_path).open_directory("a\0b")


def replace_by_link(place: Path) -> None:
    place.rename(place.with_suffix(".real"))
    place.symlink_to(place.with_suffix(".real"))


def replace_by_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def replace_by_directory(place: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize("name", ["manifest.json", FILE])
@pytest.mark.parametrize("replace", [replace_by_link, replace_by_pipe, replace_by_directory])
def test_only_regular_files_are_read(tmp_path, name, replace):
    """Links, pipes and directories in the place of a file are refused, not opened (telemetry §2.4)."""
    write_capture(tmp_path / "telemetry" / "one")
    replace(tmp_path / "telemetry" / "one" / name)
    with pytest.raises(PathNotAllowedError):
        store_in(tmp_path).open_directory("one")


def test_a_link_on_the_way_to_a_file_is_refused(tmp_path):
    """No step of the path of a listed file may be a symbolic link (telemetry §2.4)."""
    entry = {**MANIFEST["files"][0], "path": f"deep/{FILE}"}
    directory = tmp_path / "telemetry" / "one"
    write_capture(directory, manifest_text(files=[entry]))
    write_capture(tmp_path / "secret")
    with pytest.raises(CaptureArtifactMissingError):
        store_in(tmp_path).open_directory("one")
    (directory / "deep").symlink_to(tmp_path / "secret")
    with pytest.raises(PathNotAllowedError):
        store_in(tmp_path).open_directory("one")
    (directory / "deep").unlink()
    (directory / "deep").mkdir()
    (directory / "deep" / FILE).write_bytes(CSV)
    assert store_in(tmp_path).open_directory("one").files == {f"deep/{FILE}": CSV}


@pytest.mark.parametrize("directory", ["none", "file", "file/below", "x" * 300])
def test_what_is_no_directory_is_missing(tmp_path, directory):
    """A path inside the roots that leads to no directory is a missing artifact (telemetry §2.6)."""
    (tmp_path / "telemetry").mkdir()
    (tmp_path / "telemetry" / "file").write_text("")
    with pytest.raises(CaptureArtifactMissingError):
        store_in(tmp_path).open_directory(directory)


def test_the_manifest_of_a_run_is_taken_too(tmp_path):
    """The captured files of a run can be opened as a capture (telemetry §2.2)."""
    write_capture(tmp_path / "telemetry" / "one")
    directory = tmp_path / "telemetry" / "one"
    (directory / "manifest.json").rename(directory / "telemetry-manifest.json")
    assert store_in(tmp_path).open_directory("one").files == {FILE: CSV}


def test_who_trusts_callers_opens_what_they_name(tmp_path, monkeypatch):
    """A named directory counts as a root; a relative one is sought where the caller is (telemetry §2.3)."""
    write_capture(tmp_path / "here" / "one")
    write_capture(tmp_path / "telemetry" / "two")
    monkeypatch.chdir(tmp_path / "here")
    store = store_in(tmp_path, trusts_callers=True)
    for directory in ("one", "two", str(tmp_path / "here" / "one"), "../here/one", "."):
        if directory == ".":
            monkeypatch.chdir(tmp_path / "here" / "one")
        assert store.open_directory(directory).files == {FILE: CSV}
    with pytest.raises(CaptureArtifactMissingError):
        store.open_directory("three")
    (tmp_path / "here" / "one" / FILE).write_bytes(b"")
    with pytest.raises(CaptureInvalidError):
        store.open_directory("../one")


def test_what_a_killed_writer_left_is_swept(tmp_path):
    """A temporary directory without a living writer is removed, and that is told (runs §7.6)."""
    for observer in (RecordingRunObserver(), None):
        (tmp_path / "telemetry" / ".tmp-one-00000000").mkdir(parents=True)
        assert store_in(tmp_path, observer=observer).sweep() == (".tmp-one-00000000",)
        assert entries(tmp_path / "telemetry") == set()
        if observer is not None:
            assert observer.events == [TemporarySwept("telemetry/.tmp-one-00000000")]
