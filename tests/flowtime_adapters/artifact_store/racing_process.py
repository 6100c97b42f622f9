"""Stages one run below a directory, waits for a line, publishes it and says whether it was first."""

import sys
from pathlib import Path

from examples.clinic_desk import clinic_desk_bundle
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore


def main(root: Path) -> None:
    with FilesystemArtifactStore(root).stage(clinic_desk_bundle(), lambda: None) as staged:
        say("ready")
        sys.stdin.readline()
        say(str(staged.publish(overwrite=False)))


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
