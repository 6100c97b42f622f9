"""Publishes captures below a directory without end: new keys, and one key that is overwritten."""

import sys
from itertools import count
from pathlib import Path

from examples.captures import KEY, visits
from flowtime_adapters.capture_store.directory import DirectoryCaptureStore
from flowtime_domain.runs.capture_key import CaptureKey


def main(root: Path) -> None:
    store = DirectoryCaptureStore(root, [root])
    for number in count():
        store.publish(visits().bundle, overwrite=True)
        acknowledge(KEY)
        new = CaptureKey(f"capture_{number}")
        store.publish(visits(key=new).bundle, overwrite=False)
        acknowledge(new)


def acknowledge(key: CaptureKey) -> None:
    """Say that a capture is published."""
    sys.stdout.write(f"{key}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
