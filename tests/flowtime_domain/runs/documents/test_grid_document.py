from datetime import UTC, datetime

from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.artifact_documents import GridDocument

START = datetime(2025, 3, 3, 8, 0, 0, 250_000, tzinfo=UTC)


def test_grid_has_an_exclusive_end():
    """The end is where the last bin ends; fractions have no trailing zeros (runs §1.3, §6.10)."""
    assert GridDocument.of(Grid(3, 15, "minutes", START)).members() == {
        "bins": 3,
        "binSize": 15,
        "binUnit": "minutes",
        "start": "2025-03-03T08:00:00.25Z",
        "end": "2025-03-03T08:45:00.25Z",
        "timezone": "UTC",
        "align": "left",
    }
