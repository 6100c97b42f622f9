"""Renew the snapshots."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from golden.snapshots import CREATIONS, SNAPSHOTS, created


def main() -> None:
    for name in CREATIONS:
        folder = SNAPSHOTS / name
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as data_dir:
            for file, content in created(name, Path(data_dir)).items():
                (folder / file).write_bytes(content)


if __name__ == "__main__":
    main()
