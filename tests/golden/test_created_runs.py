"""What a creation answers and writes, against snapshots that are kept for comparison.

``python tests/golden/write_snapshots.py`` renews the snapshots after a change that is meant.
"""

import pytest

from golden.snapshots import CREATIONS, SNAPSHOTS, created


@pytest.mark.parametrize("name", CREATIONS)
def test_answer_and_documents_are_those_of_the_snapshots(tmp_path, name):
    """The answer of POST /v1/runs, run.json, manifest.json and index.json stay as they are (runs §6)."""
    for file, content in created(name, tmp_path).items():
        assert content.decode() == (SNAPSHOTS / name / file).read_text(encoding="utf-8"), file
