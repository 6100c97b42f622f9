"""Which directory of runs a command looks at."""

from pathlib import Path

import pytest

from flowtime_entrypoints.cli.runs_root import container_of
from flowtime_entrypoints.cli.session import Session


def test_the_directory_of_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs lie below the data root unless the command names their directory (operations §4.7)."""
    monkeypatch.setenv("FLOWTIME_DATA_DIR", str(tmp_path))
    assert container_of(Session(), None).runs_root() == tmp_path / "runs"
    assert container_of(Session(), str(tmp_path / "else")).runs_root() == tmp_path / "else"
