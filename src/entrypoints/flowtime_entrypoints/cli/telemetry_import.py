"""`flowtime telemetry import`: timestamped data as a capture (telemetry §6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from flowtime_entrypoints.cli.commands import PlainCommand, as_json, example, global_flags, session_of
from flowtime_entrypoints.cli.telemetry_capture import output_flags, tell_capture

if TYPE_CHECKING:
    from flowtime_domain.errors import DocumentError
    from flowtime_domain.telemetry.import_request import ImportRequest
    from flowtime_entrypoints.cli.source_text import SourceText
    from flowtime_entrypoints.container import Container

EXAMPLES = (
    "flowtime telemetry import visits.csv --node Desk --metric Arrivals --bin-size 5 --bin-unit minutes",
    "flowtime telemetry import desks.csv --series a=DeskA:Arrivals --series b=DeskB:Arrivals \\",
    "    --bin-size 1 --bin-unit hours --timezone Europe/Berlin --gaps interpolate",
)
_FLAGS_OF_MEMBERS: Final = {
    "/source/path": "FILE",
    "/source/format": "--format",
    "/source/delimiter": "--delimiter",
    "/timestampColumn": "--timestamp-column",
    "/timestampFormat": "--timestamp-format",
    "/timezone": "--timezone",
    "/ambiguous": "--ambiguous",
    "/nodeColumn": "--node-column",
    "/metricColumn": "--metric-column",
    "/metric": "--metric",
    "/valueColumn": "--value-column",
    "/grid/binSize": "--bin-size",
    "/grid/binUnit": "--bin-unit",
    "/grid/start": "--start",
    "/grid/bins": "--bins",
    "/grid/align": "--align",
    "/aggregate": "--aggregate",
    "/onBadRow": "--on-bad-row",
    "/output/captureKey": "--capture-key",
}
_FLAGS_OF_SINGLE_FORM: Final = {
    "/series/0/nodeId": "--node",
    "/series/0/metric": "--metric",
    "/series/0/column": "--value-column",
}
_MOST_SHOWN_BYTES: Final = 1 << 20
_NOT_IN_KEYS: Final = re.compile(r"[^A-Za-z0-9._-]")


@click.command("import", cls=PlainCommand, epilog=example(*EXAMPLES))
@click.argument("file", metavar="FILE")
@click.option("--format", "source_format", metavar="F", help="csv or parquet; else by the extension.")
@click.option("--delimiter", metavar="C", help="Character between cells; else a comma.")
@click.option("--timestamp-column", metavar="NAME", help="Column of times; else timestamp.")
@click.option("--timestamp-format", metavar="F", help="auto, iso, epoch_s or epoch_ms.")
@click.option("--timezone", metavar="ZONE", help="Where times without offset belong; else UTC.")
@click.option("--ambiguous", metavar="W", help="Times that occur twice: error, earlier or later.")
@click.option("--node", metavar="ID", help="Node of a single series.")
@click.option("--metric", metavar="NAME", help="Metric of a single series, or of all rows.")
@click.option("--value-column", metavar="NAME", help="Column of values; else value.")
@click.option("--series", metavar="COLUMN=NODE:METRIC", multiple=True, help="A series; repeatable.")
@click.option("--node-column", metavar="NAME", help="Column that tells the node of each row.")
@click.option("--metric-column", metavar="NAME", help="Column that tells the metric of each row.")
@click.option("--bin-size", metavar="N", type=int, help="Length of a bin, in its unit.")
@click.option("--bin-unit", metavar="UNIT", help="seconds, minutes, hours, days or weeks.")
@click.option("--start", metavar="TIME", help="Where the first bin begins.")
@click.option("--bins", metavar="N", type=int, help="How many bins; else up to the last row.")
@click.option("--align", metavar="W", help="Edges of bins: bin, data, hour, day or week.")
@click.option(
    "--aggregate", metavar="A", help="sum, mean, min, max, first, last, count or quantile:Q; else by metric."
)
@click.option("--on-bad-row", metavar="W", help="fail or skip.")
@output_flags
@as_json
@global_flags
@click.pass_context
def import_telemetry(ctx: click.Context, /, as_json: bool, **flags: Any) -> None:
    """Put rows with times into bins, say what is missing, and keep them as a capture."""
    from flowtime_entrypoints.cli.progress import rows_progress

    session = session_of(ctx)
    container = session.container(session.settings())
    request = _request(flags, container)
    if request.source.format == "csv":
        session.find_source = lambda: _beginning(flags["file"])
    with rows_progress(session, "Importing") as advance:
        result = container.import_telemetry()(request, advance)
    tell_capture(session, container, result, as_json=as_json)


def _beginning(file: str) -> SourceText | None:
    """The part of a file whose lines are shown beside errors; a large one is not read as a whole for that."""
    from flowtime_entrypoints.cli.source_text import SourceText

    try:
        with open(file, "rb") as stream:
            return SourceText(file, stream.read(_MOST_SHOWN_BYTES))
    except OSError:
        return None


def _request(flags: dict[str, Any], container: Container) -> ImportRequest:
    """What the flags ask for; what is wrong with them is a mistake of the command line (telemetry §11)."""
    from flowtime_domain.errors import RequestInvalidError, UsageError
    from flowtime_domain.telemetry.import_options import read_import_request

    members = _members(flags)
    is_single = "nodeColumn" not in members and not flags["series"]
    try:
        return read_import_request(
            members, container.time_zones(), container.settings().model_limits, is_confined=False
        )
    except RequestInvalidError as error:
        words = " ".join(_told(finding, is_single=is_single) for finding in error.errors)
        raise UsageError(words) from error


def _told(finding: DocumentError, *, is_single: bool) -> str:
    flags = _FLAGS_OF_MEMBERS | (_FLAGS_OF_SINGLE_FORM if is_single else {})
    flag = flags.get(finding.pointer, "--series" if finding.pointer.startswith("/series") else None)
    return finding.message if flag is None else f"{flag}: {finding.message}"


def _members(flags: dict[str, Any]) -> dict[str, Any]:
    """The body that HTTP would send for the same import."""
    return {
        "source": {
            "type": "file",
            "path": flags["file"],
            "format": flags["source_format"],
            "delimiter": flags["delimiter"],
        },
        "timestampColumn": flags["timestamp_column"],
        "timestampFormat": flags["timestamp_format"],
        "timezone": flags["timezone"],
        "ambiguous": flags["ambiguous"],
        **_form(flags),
        "grid": {
            "binSize": flags["bin_size"],
            "binUnit": flags["bin_unit"],
            "start": flags["start"],
            "bins": flags["bins"],
            "align": flags["align"],
        },
        "aggregate": flags["aggregate"],
        "onBadRow": flags["on_bad_row"],
        "gaps": {"mode": flags["gaps"], "fillNaN": flags["fill_nan"]},
        "output": {
            "captureKey": flags["capture_key"] or _key(flags["file"]),
            "overwrite": flags["overwrite"],
        },
        "dryRun": flags["dry_run"],
    }


def _form(flags: dict[str, Any]) -> dict[str, Any]:
    from flowtime_domain.errors import UsageError

    node, series = flags["node"], flags["series"]
    if node is not None and (series or flags["node_column"] or flags["metric_column"]):
        raise UsageError("'--node' is for a single series; leave out '--series' and '--node-column'.")
    if series or flags["node_column"] or flags["metric_column"]:
        return {
            "series": [_series(each) for each in series] or None,
            "nodeColumn": flags["node_column"],
            "metricColumn": flags["metric_column"],
            "metric": flags["metric"],
            "valueColumn": flags["value_column"],
        }
    return {"series": [{"column": flags["value_column"], "nodeId": node, "metric": flags["metric"]}]}


def _series(text: str) -> dict[str, str]:
    from flowtime_domain.errors import UsageError

    column, equals, subject = text.rpartition("=")
    node, colon, metric = subject.rpartition(":")
    if not (equals and colon):
        raise UsageError(f"'--series' takes COLUMN=NODE:METRIC, got '{text[:64]}'.")
    return {"column": column, "nodeId": node, "metric": metric}


def _key(file: str) -> str:
    """The name of a file without extension, as a capture key (telemetry §2.1)."""
    from flowtime_domain.errors import CaptureKeyInvalidError
    from flowtime_domain.runs.capture_key import CaptureKey

    name = file.rstrip("/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    try:
        return str(CaptureKey(_NOT_IN_KEYS.sub("_", stem)))
    except CaptureKeyInvalidError as error:
        error.args = (f"{error.detail} It was made of the file's name; '--capture-key' gives another.",)
        raise
