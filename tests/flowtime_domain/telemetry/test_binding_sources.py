"""Texts that name files of a capture."""

import pytest

from flowtime_domain.errors import CaptureInvalidError, PathNotAllowedError
from flowtime_domain.telemetry.binding_sources import bound_values, check_bound_files, source_path


@pytest.mark.parametrize("form", ["file://telemetry/{}", "file:telemetry/{}", "file:{}", "{}"])
@pytest.mark.parametrize("path", ["a.csv", "deep/er/a.csv"])
def test_four_forms_name_a_file(form: str, path: str) -> None:
    """A source is a path inside the capture, with or without the words before it (telemetry §8.3)."""
    assert source_path(form.format(path)) == path


@pytest.mark.parametrize(
    "source",
    [
        *("file://elsewhere/a.csv", "file:///etc/passwd", "file:/etc/passwd", "/etc/passwd", "http://host/a"),
        *("file:../a.csv", "a/../../b.csv", "C:\\a.csv", "file:", "a//b.csv", "./a.csv", "FILE:a.csv"),
    ],
)
def test_nothing_leads_out(source: str) -> None:
    """Other hosts and schemes, absolute paths and steps upwards are refused (telemetry §2.4, §8.3)."""
    with pytest.raises(PathNotAllowedError):
        source_path(source)


def test_bindings_become_values() -> None:
    """A bound parameter has the file's full form as its value (telemetry §8.2)."""
    assert bound_values({"visitsFile": "a.csv"}) == {"visitsFile": "file://telemetry/a.csv"}
    with pytest.raises(PathNotAllowedError):
        bound_values({"visitsFile": "../a.csv"})


def test_bindings_name_files_of_the_capture() -> None:
    """Every binding to an unknown file is reported, with the nearest name (telemetry §8.2)."""
    check_bound_files({"visitsFile": "a.csv"}, ["a.csv"])
    with pytest.raises(CaptureInvalidError) as caught:
        check_bound_files({"x": "arrivls.csv", "y": "b.csv"}, ["arrivals.csv"])
    assert [(error.code, error.pointer, error.file) for error in caught.value.errors] == [
        ("binding_file_unknown", "/telemetry/bindings/x", "arrivls.csv"),
        ("binding_file_unknown", "/telemetry/bindings/y", "b.csv"),
    ]
    assert caught.value.errors[0].message.endswith("did you mean 'arrivals.csv'?")
    assert caught.value.errors[1].message.endswith("it has arrivals.csv.")
    with pytest.raises(CaptureInvalidError, match="it has none"):
        check_bound_files({"x": "a.csv"}, [])
