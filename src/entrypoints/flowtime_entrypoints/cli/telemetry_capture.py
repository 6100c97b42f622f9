"""`flowtime telemetry capture`: a run's series as a capture (telemetry §7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from flowtime_entrypoints.cli.commands import PlainCommand, as_json, example, global_flags, session_of

if TYPE_CHECKING:
    from flowtime_domain.telemetry.capture_result import CaptureResult
    from flowtime_entrypoints.cli.session import Session
    from flowtime_entrypoints.container import Container

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
# Written out, since help is to load nothing; a test holds them against the table of telemetry §5.1.
GAP_MODES: Final = ("ignore", "warn", "fill_zero", "fill_previous", "interpolate")
_OUTPUT_FLAGS: Final = (
    click.option(
        "--gaps",
        metavar="MODE",
        type=click.Choice(GAP_MODES, case_sensitive=False),
        default="warn",
        show_default=True,
        help=f"What becomes of bins without a value: {', '.join(GAP_MODES)}.",
    ),
    click.option("--fill-nan", is_flag=True, help="Turn explicit NaN and infinity into 0."),
    click.option("--capture-key", metavar="KEY", help="Name the capture so."),
    click.option("--overwrite", is_flag=True, help="Replace another capture of this key."),
    click.option("--dry-run", is_flag=True, help="Do everything but writing."),
)


def output_flags(command: Decorated) -> Decorated:
    """The flags that say what becomes of gaps and where a capture goes (telemetry §6.1)."""
    for flag in reversed(_OUTPUT_FLAGS):
        command = flag(command)
    return command


@click.command(
    "capture",
    cls=PlainCommand,
    epilog=example("flowtime telemetry capture RUN --metric arrivals --metric served --capture-key monday"),
)
@click.argument("run_id", metavar="RUN")
@click.option(
    "--metric", "metrics", metavar="NAME", multiple=True, help="Only this metric; repeatable; else all."
)
@output_flags
@as_json
@global_flags
@click.pass_context
def capture(ctx: click.Context, /, run_id: str, as_json: bool, **flags: Any) -> None:
    """Write what a run reports about its nodes as a capture, which runs in telemetry mode replay."""
    from flowtime_domain.telemetry.capture_request import SOURCE_RUN, read_capture_request
    from flowtime_entrypoints.cli.progress import progress

    _check_metrics(flags["metrics"])
    session = session_of(ctx)
    container = session.container(session.settings())
    request = read_capture_request(
        {
            "source": {"type": SOURCE_RUN, "runId": run_id},
            "metrics": list(flags["metrics"]) or None,
            "gaps": {"mode": flags["gaps"], "fillNaN": flags["fill_nan"]},
            "output": {"captureKey": flags["capture_key"], "overwrite": flags["overwrite"]},
            "dryRun": flags["dry_run"],
        }
    )
    with progress(session, "Capturing the run"):
        result = container.capture_run()(request)
    tell_capture(session, container, result, as_json=as_json)


def tell_capture(session: Session, container: Container, result: CaptureResult, *, as_json: bool) -> None:
    """Tell of a capture: as the body of an answer, as its key alone, or for a person."""
    key = str(result.capture.bundle.key)
    if as_json:
        from flowtime_entrypoints.bodies.captures import capture_answer
        from flowtime_entrypoints.cli.output import write_body

        write_body(capture_answer(result))
    elif session.quiet:
        click.echo(key)
    else:
        from flowtime_entrypoints.cli.capture_report import report_capture

        report_capture(session.console(), result, container.settings().capture_directories[0] / key)


def _check_metrics(metrics: Sequence[str]) -> None:
    """Unknown words are mistakes of the command line (telemetry §11)."""
    from flowtime_domain.errors import UsageError
    from flowtime_domain.telemetry.metrics import metric_named, unknown_metric_text

    for word in metrics:
        if metric_named(word) is None:
            raise UsageError(unknown_metric_text(word))
