"""From a body to a request to import."""

import base64
from datetime import UTC, datetime

import pytest

from examples.imports import members, request_of
from fakes.time_zones import FixedTimeZones
from flowtime_domain.errors import RequestInvalidError
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.ports.import_source import NamedFile, Upload
from flowtime_domain.telemetry.import_options import read_import_request
from flowtime_domain.telemetry.import_request import GridOptions, TimestampOptions

UPLOAD = {"type": "upload", "path": None, "name": "visits.csv", "content": "timestamp,value\n"}


def errors_of(body):
    with pytest.raises(RequestInvalidError) as caught:
        read_import_request(body, FixedTimeZones(), ModelLimits(), is_confined=True)
    return [(error.code, error.pointer) for error in caught.value.errors]


def test_defaults():
    """What a request does not say has the default of the table (telemetry §6.1)."""
    request = request_of(grid={"align": None})
    assert request.source.content == NamedFile("visits.csv", is_confined=True)
    assert (request.source.format, request.source.delimiter) == ("csv", ",")
    assert request.timestamps == TimestampOptions("timestamp", "auto", "UTC", "error")
    assert request.grid == GridOptions(5, "minutes", None, None, "bin")
    assert (request.aggregate, request.skips_bad_rows) == (None, False)
    assert (request.treatment.mode, request.treatment.fill_nan) == ("warn", False)
    assert (request.key, request.overwrite, request.dry_run) == ("clinic", False, False)


def test_all_options():
    """Every option is read, words in any case (telemetry §6.1)."""
    request = request_of(
        source={"format": "Parquet", "delimiter": ";"},
        timestampColumn="time",
        timestampFormat="EPOCH_MS",
        timezone="Europe/Berlin",
        ambiguous="Later",
        grid={
            "binSize": 2.0,
            "binUnit": "Hour",
            "start": "2025-01-01T01:00+01:00",
            "bins": 7,
            "align": "WEEK",
        },
        aggregate="quantile:0.5",
        onBadRow="SKIP",
        gaps={"mode": "fill_zero", "fillNaN": True},
        output={"overwrite": True},
        dryRun=True,
    )
    assert (request.source.format, request.source.delimiter) == ("parquet", ";")
    assert request.timestamps == TimestampOptions("time", "epoch_ms", "Europe/Berlin", "later")
    assert request.grid == GridOptions(2, "hours", datetime(2025, 1, 1, tzinfo=UTC), 7, "week")
    assert (str(request.aggregate), request.skips_bad_rows) == ("quantile:0.5", True)
    assert (request.treatment.mode, request.overwrite, request.dry_run) == ("fill_zero", True, True)


@pytest.mark.parametrize(
    ("path", "kind"), [("a.PARQUET", "parquet"), ("a.pq", "parquet"), ("a.csv", "csv"), ("a.txt", "csv")]
)
def test_the_extension_tells_the_format(path, kind):
    """The format is that of the extension, else csv (telemetry §6.1)."""
    assert request_of(source={"path": path}).source.format == kind


def test_uploads():
    """An upload is a text, or bytes in Base64 (api §11.1)."""
    assert request_of(source=UPLOAD).source.content == Upload("visits.csv", b"timestamp,value\n")
    encoded = base64.b64encode(b"PAR1\0").decode()
    packed = {**UPLOAD, "content": f"{encoded[:4]}\n{encoded[4:]}", "encoding": "base64"}
    assert request_of(source=packed).source.content == Upload("visits.csv", b"PAR1\0")
    assert request_of(source={**UPLOAD, "content": ""}).source.content == Upload("visits.csv", b"")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"source": None}, [("required_member", "/source/type")]),
        ({"source": {"type": None}}, [("required_member", "/source/type")]),
        ({"source": {"type": "ftp"}}, [("out_of_range", "/source/type")]),
        ({"source": {"path": None}}, [("required_member", "/source/path")]),
        ({"source": {"path": " "}}, [("blank_text", "/source/path")]),
        ({"source": {"content": "x"}}, [("conflicting_members", "/source/content")]),
        (
            {"source": {"type": "upload"}},
            [
                ("conflicting_members", "/source/path"),
                ("required_member", "/source/name"),
                ("required_member", "/source/content"),
            ],
        ),
        ({"source": {**UPLOAD, "content": "?", "encoding": "base64"}}, [("invalid_type", "/source/content")]),
        ({"source": {**UPLOAD, "content": 5}}, [("invalid_type", "/source/content")]),
        ({"source": {"delimiter": ";;"}}, [("out_of_range", "/source/delimiter")]),
        ({"source": {"delimiter": '"'}}, [("out_of_range", "/source/delimiter")]),
        ({"source": {"format": "xls"}}, [("out_of_range", "/source/format")]),
        ({"timestampFormat": "unix"}, [("out_of_range", "/timestampFormat")]),
        ({"timezone": "Europe/Berlim"}, [("timezone_unknown", "/timezone")]),
        ({"timezone": 5}, [("invalid_type", "/timezone")]),
        ({"ambiguous": "both"}, [("out_of_range", "/ambiguous")]),
        ({"grid": None}, [("required_member", "/grid/binSize"), ("required_member", "/grid/binUnit")]),
        ({"grid": {"binSize": 0}}, [("out_of_range", "/grid/binSize")]),
        ({"grid": {"binSize": 100_001}}, [("out_of_range", "/grid/binSize")]),
        ({"grid": {"binUnit": "fortnights"}}, [("out_of_range", "/grid/binUnit")]),
        ({"grid": {"start": "monday"}}, [("invalid_type", "/grid/start")]),
        ({"grid": {"bins": 0}}, [("out_of_range", "/grid/bins")]),
        ({"grid": {"align": "month"}}, [("out_of_range", "/grid/align")]),
        ({"onBadRow": "ignore"}, [("out_of_range", "/onBadRow")]),
        ({"gaps": {"mode": "guess"}}, [("out_of_range", "/gaps/mode")]),
        ({"output": {"captureKey": None}}, [("required_member", "/output/captureKey")]),
        ({"timeZone": "UTC"}, [("unknown_member", "/timeZone")]),
    ],
)
def test_options_that_are_wrong(changes, errors):
    """Each wrong option has its code and its place (api §6.2, telemetry §11)."""
    assert set(errors_of(members(**changes))) == set(errors)


def test_everything_wrong_comes_together():
    """All errors of a request are told at once (api §2.2)."""
    found = errors_of(members(timezone="Mars", grid={"binSize": -1}, series=None, dryRun="yes"))
    assert sorted(code for code, _ in found) == [
        "invalid_type",
        "out_of_range",
        "required_member",
        "timezone_unknown",
    ]


def test_nearest_names():
    """An unknown zone is told with the nearest one (telemetry §6.1)."""
    with pytest.raises(RequestInvalidError, match="did you mean 'Europe/Berlin'"):
        request_of(timezone="Europe/Berlim")


def test_a_request_is_an_object():
    """A body that is no object is refused (api §2.2)."""
    assert errors_of(["visits.csv"]) == [("invalid_type", "")]
