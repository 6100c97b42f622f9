"""`flowtime run`: make a run, or say what it would be (operations §4.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, final

import click

from flowtime_entrypoints.cli.commands import (
    PlainCommand,
    as_json,
    example,
    global_flags,
    parameter_flags,
    session_of,
    templates_dirs,
)
from flowtime_entrypoints.cli.session import Session

if TYPE_CHECKING:
    from flowtime_domain.runs.run_request import RunRequest
    from flowtime_entrypoints.container import Container

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_A_MODEL: Final = "a model"
"""Stands for the file while the request is checked: what is wrong with its text has a place in it."""


@final
@dataclass(frozen=True, slots=True)
class RunFlags:
    """What the flags of the command say, as they were given."""

    template_id: str | None
    model: str | None
    mode: str | None
    capture_dir: str | None
    bindings: tuple[str, ...]
    given: tuple[str, ...]
    param_file: str | None
    seed: int | None
    deterministic_run_id: bool
    run_id: str | None
    overwrite: bool
    dry_run: bool
    out: str | None
    as_json: bool


_RUN_FLAGS: Final = (
    click.option("--template-id", metavar="ID", help="Template of the catalogue."),
    click.option("--model", metavar="FILE", help="File with a model; - reads standard input."),
    parameter_flags,
    click.option("--seed", metavar="N", type=int, help="Where random draws start."),
    click.option("--capture-dir", metavar="DIR", help="Capture that a run in telemetry mode replays."),
    click.option(
        "--bind",
        "bindings",
        metavar="NAME=PATH",
        multiple=True,
        help="Parameter that names a file of the capture; repeatable.",
    ),
    click.option("--deterministic-run-id", is_flag=True, help="Name the run after what it computes."),
    click.option("--run-id", metavar="ID", help="Name the run so."),
    click.option("--overwrite", is_flag=True, help="Replace another run of this id."),
    click.option("--dry-run", is_flag=True, help="Only say what would be made."),
    click.option("--out", metavar="DIR", help="Directory of runs other than <data>/runs."),
    templates_dirs,
    as_json,
    global_flags,
)


def run_flags(command: Decorated) -> Decorated:
    """The flags of every command that makes a run, whatever its mode (operations §4.5)."""
    for flag in reversed(_RUN_FLAGS):
        command = flag(command)
    return command


@click.command(
    cls=PlainCommand,
    epilog=example(
        "flowtime run --template-id order-system --param bins=144 --seed 7",
        "flowtime run --model clinic.yaml --deterministic-run-id --json",
        "flowtime run --template-id order-system --capture-dir monday",
    ),
)
@click.option(
    "--mode", metavar="MODE", help="How the run is made; else telemetry with --capture-dir, else simulation."
)
@run_flags
@click.pass_context
def run(ctx: click.Context, /, **flags: Any) -> None:
    """Make a run, or find the equal one that exists."""
    make_run(ctx, RunFlags(**flags))


def make_run(ctx: click.Context, said: RunFlags) -> None:
    """Make a run, or find the equal one that exists, or say what would be made.

    Raises
    ------
    FlowTimeError
        The flags do not fit, or nothing was published.
    """
    from flowtime_domain.errors import UsageError

    if (said.template_id is None) == (said.model is None):
        raise UsageError("Give exactly one of '--template-id' and '--model'.")
    session = session_of(ctx)
    container = session.container(session.settings(), Path(said.out) if said.out else None)
    request = _request(said, session, container)
    if said.dry_run:
        _plan(request, said, session, container)
    else:
        _create(request, said, session, container)


def _create(request: RunRequest, said: RunFlags, session: Session, container: Container) -> None:
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body
    from flowtime_entrypoints.cli.progress import progress

    with progress(session, "Making the run"):
        outcome = container.create_run()(request)
    if said.as_json:
        write_body(bodies.run_answer(outcome, container.runs_root().name))
    elif session.quiet:
        click.echo(str(outcome.run.run_id))
    else:
        from flowtime_entrypoints.cli.run_report import report_run

        report_run(session.console(), container, outcome.run, f"Run {outcome.outcome}")


def _plan(request: RunRequest, said: RunFlags, session: Session, container: Container) -> None:
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    plan = container.plan_run()(request)
    if said.as_json:
        write_body(bodies.plan_answer(plan, container.runs_root().name))
    elif session.quiet:
        click.echo(str(plan.run_id or ""))
    else:
        from flowtime_entrypoints.cli.plan_report import report_plan

        report_plan(session.console(), plan)


def _request(said: RunFlags, session: Session, container: Container) -> RunRequest:
    from dataclasses import replace

    from flowtime_domain.errors import RequestInvalidError
    from flowtime_domain.runs.request_reading import read_run_request
    from flowtime_entrypoints.cli.parameters import named_template, parameter_values
    from flowtime_entrypoints.cli.request_flags import in_words_of_flags

    template = None if said.template_id is None else named_template(container, said.template_id)
    values = parameter_values(session, container, template, said.given, said.param_file)
    content = _model_bytes(said, session, container)
    members = {
        "templateId": said.template_id,
        "model": None if content is None else _A_MODEL,
        "mode": said.mode,
        "parameters": values,
        "rng": {"seed": said.seed},
        "telemetry": _telemetry(said),
        "options": {
            "deterministicRunId": said.deterministic_run_id,
            "runId": said.run_id,
            "dryRun": said.dry_run,
            "overwriteExisting": said.overwrite,
        },
    }
    try:
        request = read_run_request(members)
    except RequestInvalidError as error:
        if said.as_json:
            raise
        raise in_words_of_flags(error) from error
    return replace(request, model=content)


def _telemetry(said: RunFlags) -> dict[str, Any] | None:
    if said.capture_dir is None and not said.bindings:
        return None
    return {"captureDirectory": said.capture_dir, "bindings": dict(map(_binding, said.bindings))}


def _binding(given: str) -> tuple[str, str]:
    from flowtime_domain.errors import UsageError

    name, separator, path = given.partition("=")
    if not separator or not name:
        raise UsageError(f"'--bind {given[:64]}' is not of the form NAME=PATH.")
    return name, path


def _model_bytes(said: RunFlags, session: Session, container: Container) -> bytes | None:
    """The file of the model; from now on errors point into it, or into the file of the template."""
    from flowtime_entrypoints.cli.documents import read_source, template_source

    if said.model is None:
        session.find_source = template_source(container, str(said.template_id))
        return None
    source = read_source(said.model)
    session.find_source = lambda: source
    return source.content
