"""Publishes runs below a directory without end: new ids, and one id that is overwritten."""

import sys
from itertools import count
from pathlib import Path

from contracts.artifact_store import publish
from examples.clinic_desk import RUN_ID, clinic_desk_bundle, other_bundle
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_domain.runs.identity import RunId


def main(root: Path) -> None:
    store = FilesystemArtifactStore(root)
    overwriting = [clinic_desk_bundle(), other_bundle()]
    for number in count():
        publish(store, overwriting[number % 2], overwrite=True)
        acknowledge(RUN_ID)
        new = RunId(f"run_{number}")
        publish(store, other_bundle(new))
        acknowledge(new)


def acknowledge(run_id: RunId) -> None:
    """Say that a run is published."""
    sys.stdout.write(f"{run_id}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
