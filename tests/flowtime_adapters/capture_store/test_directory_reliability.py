"""Publishing captures while things go wrong."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from examples.captures import KEY, visits
from fakes.file_system import FailingFileSystem, FailingPlainFileSystem, UnsyncedFileSystem, entries
from flowtime_adapters.capture_store.directory import DirectoryCaptureStore
from flowtime_adapters.durable_files.flagged_rename import NO_REPLACE
from flowtime_domain.errors import CaptureNotFoundError, StorageFullError
from flowtime_domain.runs.capture_key import CaptureKey
from flowtime_domain.telemetry.gaps import GapTreatment

NEW = visits().bundle
OLD = visits(treatment=GapTreatment("fill_zero")).bundle
WRITER = Path(__file__).with_name("publishing_process.py")


def stored(root):
    """The files of the capture that stands under the key, None if there is none."""
    try:
        return DirectoryCaptureStore(root, [root]).open_key(KEY).files
    except CaptureNotFoundError:
        return None


def prepared_root(parent, name, *, overwrite):
    root = parent / name
    if overwrite:
        DirectoryCaptureStore(root, [root], files=UnsyncedFileSystem()).publish(OLD, overwrite=False)
    return root


def number_of_calls(parent, method, *, overwrite):
    files = method(None, OSError())
    root = prepared_root(parent, "untouched", overwrite=overwrite)
    DirectoryCaptureStore(root, [root], files=files).publish(NEW, overwrite=overwrite)
    return len(files.calls)


@pytest.mark.parametrize("method", [FailingFileSystem, FailingPlainFileSystem])
@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "on purpose"), KeyboardInterrupt()])
def test_each_failing_call_leaves_the_old_state_or_the_new_one(tmp_path, method, overwrite, failure):
    """Whichever call fails, the capture is the old or the new one, and nothing is left (telemetry §2.5)."""
    for failing in range(number_of_calls(tmp_path, method, overwrite=overwrite)):
        root = prepared_root(tmp_path, f"root{failing}", overwrite=overwrite)
        before = stored(root)
        files = method(failing, failure)
        try:
            DirectoryCaptureStore(root, [root], files=files).publish(NEW, overwrite=overwrite)
        except (StorageFullError, KeyboardInterrupt):
            assert stored(root) in (before, NEW.files), files.calls[failing]
        else:
            assert stored(root) == NEW.files, files.calls[failing]
        DirectoryCaptureStore(root, [root]).sweep()
        assert entries(root) <= {str(KEY)}, files.calls[failing]


@pytest.mark.slow
def test_killed_writers_leave_nothing_but_what_a_sweep_removes(tmp_path):
    """A writer killed at any moment leaves whole captures and at most one temporary directory (runs §7.6)."""
    generator = random.Random(20251104)
    paths = os.pathsep.join(path for path in sys.path if path)
    for attempt in range(4):
        root = tmp_path / str(attempt)
        command = [sys.executable, str(WRITER), str(root)]
        environment = {**os.environ, "PYTHONPATH": paths}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            acknowledged = {process.stdout.readline().strip()}
            time.sleep(generator.random() * 0.1)
            process.send_signal(signal.SIGKILL)
            acknowledged |= set(process.stdout.read().split())
        temporary = {name for name in entries(root) if name.startswith(".tmp-")}
        assert len(temporary) <= 1
        store = DirectoryCaptureStore(root, [root])
        assert set(store.sweep()) == temporary
        assert acknowledged <= entries(root)
        assert all(store.open_key(CaptureKey(name)).files for name in entries(root))


def test_a_key_that_is_taken_while_it_is_overwritten(tmp_path):
    """Whoever overwrites what is not there yet replaces what came meanwhile (telemetry §2.5)."""

    class Overtaken(UnsyncedFileSystem):
        """Lets somebody else be first when a new name is to be taken."""

        def rename_flagged(self, name, new_name, parent, flags):
            if flags == NO_REPLACE:
                DirectoryCaptureStore(tmp_path, [tmp_path]).publish(OLD, overwrite=True)
            self._inner.rename_flagged(name, new_name, parent, flags)

    DirectoryCaptureStore(tmp_path, [tmp_path], files=Overtaken()).publish(NEW, overwrite=True)
    assert stored(tmp_path) == NEW.files
    DirectoryCaptureStore(tmp_path, [tmp_path]).sweep()
    assert entries(tmp_path) == {str(KEY)}
