"""What sources of imports are called."""

import pytest

from flowtime_domain.ports.import_source import NamedFile, Upload


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("visits.csv", "visits.csv"),
        ("/data/visits.csv", "visits.csv"),
        ("C:\\data\\v.csv", "v.csv"),
        ("/", "/"),
    ],
)
def test_the_name_is_the_last_part(path, name):
    """A source is called by the last part of its path (telemetry §4.1)."""
    assert NamedFile(path, is_confined=False).name == Upload(path, b"").name == name
