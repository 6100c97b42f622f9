"""Publishes runs below a directory, then deletes them one by one and says so."""

import sys
from pathlib import Path

from contracts.artifact_store import publish
from examples.clinic_desk import other_bundle
from fakes.file_system import UnsyncedFileSystem
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_domain.runs.identity import RunId


def main(root: Path) -> None:
    ids = [RunId(f"run_{number}") for number in range(60)]
    for run_id in ids:
        publish(FilesystemArtifactStore(root, files=UnsyncedFileSystem()), other_bundle(run_id))
    acknowledge("ready")
    store = FilesystemArtifactStore(root)
    for run_id in ids:
        store.delete(run_id, lambda: None)
        acknowledge(str(run_id))


def acknowledge(word: str) -> None:
    """Say that something is done."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
