"""Paths inside captures."""

import pytest

from flowtime_domain.errors import PathNotAllowedError
from flowtime_domain.telemetry.capture_paths import checked_path


@pytest.mark.parametrize("path", ["a.csv", "desk/a.csv", "Desk..x_arrivals.csv", "~2.csv", "ä b.csv"])
def test_paths_that_are_allowed(path):
    """A relative path of ordinary parts is allowed (telemetry §2.4)."""
    assert checked_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", ".", "..", "/etc/passwd", "../a.csv", "a/../b.csv", "./a.csv", "a//b.csv", "a/", "a\\b.csv", "a\0b",
     "a\nb.csv", "x" * 1025],
)  # fmt: skip
def test_paths_that_are_not_allowed(path):
    """Absolute paths, empty parts, dots and characters that no path has are refused (telemetry §2.4)."""
    with pytest.raises(PathNotAllowedError):
        checked_path(path)
