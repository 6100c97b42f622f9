"""Files stay small enough to be read at once."""

import pytest

from architecture.layout import ROOT

HARD_LIMIT_LINES = 400
FILES = sorted(
    path for folder in ("src", "tests", "benchmarks", "tools") for path in (ROOT / folder).rglob("*.py")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short(path):
    """No Python file is longer than 400 lines (design §1)."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= HARD_LIMIT_LINES
