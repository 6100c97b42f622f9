"""Directories of captures at the edge of the operating system."""

import errno

import pytest

from examples.captures import FILE, KEY, visits
from fakes.file_system import FailingFileSystem, UnsyncedFileSystem
from flowtime_adapters.capture_store.directory import DirectoryCaptureStore
from flowtime_domain.errors import StoreUnavailableError


def test_each_failing_call_of_a_reader_is_an_unavailable_store(tmp_path):
    """A capture that cannot be read now is neither missing nor invalid (operations §5.3)."""
    DirectoryCaptureStore(tmp_path, [tmp_path]).publish(visits().bundle, overwrite=False)
    files = FailingFileSystem(None, OSError())
    DirectoryCaptureStore(tmp_path, [tmp_path], files=files).open_key(KEY)
    for failing, name in enumerate(files.calls):
        failing_files = FailingFileSystem(failing, OSError(errno.EIO, "on purpose"))
        store = DirectoryCaptureStore(tmp_path, [tmp_path], files=failing_files)
        if name == "close":
            assert store.open_key(KEY).files.keys() == {FILE}
        else:
            with pytest.raises(StoreUnavailableError):
                store.open_key(KEY)
            assert store.open_key(KEY).files.keys() == {FILE}


def test_a_reader_keeps_what_it_reads(tmp_path):
    """What is overwritten while it is read is read to its end (runs §8.1)."""
    writer = DirectoryCaptureStore(tmp_path, [tmp_path], files=UnsyncedFileSystem())
    writer.publish(visits().bundle, overwrite=False)

    class Overwriting(UnsyncedFileSystem):
        """Overwrites the capture while its first file is being read."""

        done = False

        def open_file(self, name, parent):
            if not self.done:
                self.done = True
                writer.publish(visits().bundle, overwrite=True)
            return self._inner.open_file(name, parent)

    store = DirectoryCaptureStore(tmp_path, [tmp_path], files=Overwriting())
    assert store.open_key(KEY).files == visits().bundle.files
