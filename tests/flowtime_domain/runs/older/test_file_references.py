import pytest

from flowtime_domain.runs.older.file_references import referenced_path, source_name


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("file://telemetry/a.csv", "model/telemetry/a.csv"),
        ("file:telemetry/b/a.csv", "model/telemetry/b/a.csv"),
        ("file:a.csv", "model/a.csv"),
        ("file:../series/a@A@DEFAULT.csv", "series/a@A@DEFAULT.csv"),
        ("file:../run.json", None),
        ("file:../../other/series/a.csv", None),
        ("file:../series/../run.json", None),
        ("file:telemetry/../../run.json", None),
        ("file:///etc/passwd", None),
        ("file:/etc/passwd", None),
        ("file://elsewhere/a.csv", None),
        ("file:./a.csv", None),
        ("file:", None),
        ("http://elsewhere/a.csv", None),
        ("a.csv", None),
    ],
)
def test_reference_leads_to_a_file_of_the_bundle_or_nowhere(text, path):
    """Each known form leads into the bundle; everything else is not resolved (telemetry §9)."""
    assert referenced_path(text) == path


def test_sources_are_named_as_answers_name_them():
    """A captured file is `telemetry/PATH`, any other file has its path in the bundle (state §3.2)."""
    names = [source_name(path) for path in ("model/telemetry/a.csv", "model/a.csv", "series/a.csv")]
    assert names == ["telemetry/a.csv", "model/a.csv", "series/a.csv"]
