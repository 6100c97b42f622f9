import os

import pytest

from contracts.artifact_store import StoppedError
from examples.clinic_desk import RUN_ID, clinic_desk_bundle
from fakes.artifact_store import bundle_contents
from flowtime_adapters.artifact_store.staged_run import FilesystemStagedRun
from flowtime_adapters.durable_files.file_system import PosixFileSystem
from flowtime_adapters.durable_files.staged_directory import StagedDirectory

BUNDLE = clinic_desk_bundle()


class AlwaysReplacing:
    """Lets everybody replace everything."""

    def replace(self, bundle, publish):
        return publish()


def staged(root, check_stop=lambda: None) -> FilesystemStagedRun:
    directory = StagedDirectory(PosixFileSystem(), root, str(RUN_ID))
    return FilesystemStagedRun(directory, BUNDLE, check_stop, AlwaysReplacing())


def test_every_file_is_written_before_the_run_is_visible(tmp_path):
    """The temporary directory holds the whole bundle; only its name is still hidden (runs §7.1)."""
    with staged(tmp_path) as run:
        (temporary,) = tmp_path.iterdir()
        contents = {
            str(path.relative_to(temporary)): path.read_bytes()
            for path in temporary.rglob("*")
            if path.is_file()
        }
        assert contents == bundle_contents(BUNDLE)
        assert (run.file_count, run.bytes) == (len(contents), sum(map(len, contents.values())))
    assert os.listdir(tmp_path) == []


def test_a_stop_is_asked_for_before_each_file(tmp_path):
    """When the process is to stop, writing ends before the next file and leaves nothing (operations §5.2)."""
    for allowed in range(len(bundle_contents(BUNDLE))):
        rest = iter(range(allowed))

        def check_stop(rest=rest):
            if next(rest, None) is None:
                raise StoppedError

        with pytest.raises(StoppedError):
            staged(tmp_path, check_stop)
        assert os.listdir(tmp_path) == []


def test_publishing_gives_the_directory_its_name(tmp_path):
    """A published run stands under its id; nothing else is left (runs §7.1)."""
    with staged(tmp_path) as run:
        assert run.publish(overwrite=False)
    assert os.listdir(tmp_path) == [str(RUN_ID)]
