"""From the object that a caller sends to a request to import (telemetry §6.1, api §11.1).

Rule 1: HTTP, command line and library build the same object and read it here; everything wrong with it
comes together.
Rule 2: whether columns and files are there is found out by whoever opens them.
"""

import base64
import binascii
from datetime import datetime
from typing import Final, cast, get_args

from flowtime_domain.errors import did_you_mean
from flowtime_domain.model.document import Value
from flowtime_domain.model.grid import BinUnit
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.ports.import_source import Content, NamedFile, Upload
from flowtime_domain.ports.time_zones import TimeZones
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.telemetry.gap_request import read_gap_treatment
from flowtime_domain.telemetry.import_form import read_aggregate, read_form
from flowtime_domain.telemetry.import_request import (
    ALIGNMENTS,
    BAD_ROW_WORDS,
    Alignment,
    GridOptions,
    ImportedSource,
    ImportRequest,
    SourceFormat,
    TimestampOptions,
)
from flowtime_domain.telemetry.local_times import AMBIGUOUS_WORDS, Ambiguous
from flowtime_domain.telemetry.timestamps import FORMATS, TimestampFormat, moment_of

SOURCE_TYPES: Final = ("file", "upload", "run")
_SOURCE_FORMATS: Final[tuple[SourceFormat, ...]] = ("csv", "parquet")
_MEMBERS: Final = (
    "source",
    "timestampColumn",
    "timestampFormat",
    "timezone",
    "ambiguous",
    "series",
    "nodeColumn",
    "metricColumn",
    "metric",
    "valueColumn",
    "grid",
    "aggregate",
    "onBadRow",
    "gaps",
    "output",
    "dryRun",
)
_OF_FILES: Final = ("path",)
_OF_UPLOADS: Final = ("name", "content", "encoding")
_ENCODINGS: Final = ("text", "base64")
_PARQUET_EXTENSIONS: Final = (".parquet", ".pq")
_NO_DELIMITERS: Final = '"\r\n\0'
_UNITS: Final[tuple[str, ...]] = get_args(BinUnit)
_UNIT_WORDS: Final = {word: unit for unit in _UNITS for word in (unit, unit.removesuffix("s"))}
_MOST_BINS: Final = 2**53


def read_import_request(
    members: Value, zones: TimeZones, limits: ModelLimits, *, is_confined: bool
) -> ImportRequest:
    """The request that an object describes.

    Parameters
    ----------
    members
        The parsed body of ``POST /v1/telemetry/captures``; the command line and the library build the same.
    zones
        The time zones that there are.
    limits
        How large a grid may be.
    is_confined
        Whether a file must lie in the roots of imports.

    Raises
    ------
    RequestInvalidError
        It is no object, or members are unknown, missing, in conflict or of a wrong type; `errors` lists
        them all, with pointers into the object.
    """
    body = RequestMembers.of_body(members, _MEMBERS)
    source = _source(body, is_confined=is_confined)
    timestamps = _timestamps(body, zones)
    form = read_form(body)
    grid = _grid(body, limits)
    output = body.section("output", ("captureKey", "overwrite"))
    if not output.gives("captureKey"):
        output.reject("required_member", "'captureKey' names the capture.", "captureKey")
    request = ImportRequest(
        source=source,
        timestamps=timestamps,
        form=form,
        grid=grid,
        aggregate=read_aggregate(body),
        skips_bad_rows=body.word("onBadRow", BAD_ROW_WORDS) == "skip",
        treatment=read_gap_treatment(body),
        key=output.text("captureKey", may_be_blank=True) or "",
        overwrite=output.flag("overwrite"),
        dry_run=body.flag("dryRun"),
    )
    body.raise_errors()
    return request


def _source(body: RequestMembers, *, is_confined: bool) -> ImportedSource:
    section = body.section("source", ("type", *_OF_FILES, *_OF_UPLOADS, "format", "delimiter"))
    if not section.gives("type"):
        section.reject("required_member", f"'type' is one of {', '.join(SOURCE_TYPES)}.", "type")
    kind = section.word("type", SOURCE_TYPES)
    for name in _OF_FILES if kind == "upload" else _OF_UPLOADS:
        if kind is not None and section.gives(name):
            section.reject("conflicting_members", f"A source of type '{kind}' has no '{name}'.", name)
    content: Content
    if kind == "upload":
        content = Upload(_needed(section, "name"), _uploaded(section))
    else:
        content = NamedFile(_needed(section, "path") if kind == "file" else "", is_confined)
    guessed = "parquet" if content.path.lower().endswith(_PARQUET_EXTENSIONS) else "csv"
    written = section.word("format", _SOURCE_FORMATS)
    return ImportedSource(content, cast("SourceFormat", written or guessed), _delimiter(section))


def _needed(section: RequestMembers, name: str) -> str:
    if not section.gives(name):
        section.reject("required_member", f"'{name}' is needed.", name)
    return section.text(name) or ""


def _uploaded(section: RequestMembers) -> bytes:
    text = section.text("content", may_be_blank=True)
    encoding = section.word("encoding", _ENCODINGS) or "text"
    if not section.gives("content"):
        section.reject("required_member", "'content' holds the data.", "content")
    if text is None:
        return b""
    if encoding == "text":
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        section.reject("invalid_type", "'content' must be Base64, as 'encoding' says.", "content")
        return b""


def _delimiter(section: RequestMembers) -> str:
    text = section.text("delimiter", may_be_blank=True)
    if text is None:
        return ","
    if len(text) == 1 and text not in _NO_DELIMITERS:
        return text
    message = f"'delimiter' must be one character, no quote and no line end, got {shown_value(text)}."
    section.reject("out_of_range", message, "delimiter")
    return ","


def _timestamps(body: RequestMembers, zones: TimeZones) -> TimestampOptions:
    return TimestampOptions(
        column=body.text("timestampColumn") or "timestamp",
        format=cast("TimestampFormat", body.word("timestampFormat", FORMATS) or "auto"),
        timezone=_timezone(body, zones),
        ambiguous=cast("Ambiguous", body.word("ambiguous", AMBIGUOUS_WORDS) or "error"),
    )


def _timezone(body: RequestMembers, zones: TimeZones) -> str:
    name = body.text("timezone")
    if name is None or name == "UTC":
        return "UTC"
    names = zones.names()
    if name not in names:
        hint = did_you_mean(name, sorted(names)) or "; give an IANA name such as 'Europe/Berlin'."
        message = f"There is no time zone {shown_value(name)}{hint}"
        body.reject("timezone_unknown", message, "timezone")
    return name


def _grid(body: RequestMembers, limits: ModelLimits) -> GridOptions:
    section = body.section("grid", ("binSize", "binUnit", "start", "bins", "align"))
    for name in ("binSize", "binUnit"):
        if not section.gives(name):
            section.reject("required_member", f"'{name}' is needed: how long is a bin?", name)
    unit = section.word("binUnit", tuple(_UNIT_WORDS))
    return GridOptions(
        bin_size=section.integer("binSize", 1, limits.max_bin_size) or 1,
        bin_unit=cast("BinUnit", _UNIT_WORDS[unit or "minutes"]),
        start=_start(section),
        bins=section.integer("bins", 1, _MOST_BINS),
        align=cast("Alignment", section.word("align", ALIGNMENTS) or "bin"),
    )


def _start(section: RequestMembers) -> datetime | None:
    text = section.text("start")
    if text is None:
        return None
    moment = moment_of(text.strip())
    if moment is None:
        message = f"'start' must be a time such as 2025-01-06T08:00:00Z, got {shown_value(text)}."
        section.reject("invalid_type", message, "start")
    return moment
