"""`flowtime templates`: what there is to run, and whether it is right (operations §4.6)."""

from __future__ import annotations

import click

from flowtime_entrypoints.cli.commands import (
    CommandGroup,
    as_json,
    example,
    global_flags,
    parameter_flags,
    session_of,
    templates_dirs,
)

mode_flag = click.option(
    "--mode", metavar="MODE", default="simulation", show_default=True, help="Mode whose rules hold."
)


@click.group(cls=CommandGroup, epilog=example("flowtime templates list"))
@global_flags
def templates() -> None:
    """Look at templates, check and render them."""


@templates.command("list", epilog=example("flowtime templates list"))
@templates_dirs
@as_json
@global_flags
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List all templates."""
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    session = session_of(ctx)
    entries = session.container(session.settings()).list_templates()()
    if as_json:
        write_body(bodies.template_list(entries))
    elif session.quiet:
        click.echo("".join(f"{entry.id}\n" for entry in entries), nl=False)
    else:
        from flowtime_entrypoints.cli.template_report import print_list

        print_list(session.console(), entries)


@templates.command("show", epilog=example("flowtime templates show order-system"))
@click.argument("template_id", metavar="ID")
@templates_dirs
@as_json
@global_flags
@click.pass_context
def show(ctx: click.Context, template_id: str, as_json: bool) -> None:
    """Show a template and its parameters."""
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body

    session = session_of(ctx)
    entry = session.container(session.settings()).fetch_template()(template_id)
    if as_json:
        write_body(bodies.template_detail(entry))
    else:
        from flowtime_entrypoints.cli.template_report import print_entry

        print_entry(session.console(), entry)


@templates.command("validate", epilog=example("flowtime templates validate order-system --tier analyse"))
@click.argument("subject", metavar="ID|FILE")
@parameter_flags
@mode_flag
@click.option(
    "--tier",
    metavar="TIER",
    default="compile",
    show_default=True,
    help="How far to check: schema, compile or analyse.",
)
@templates_dirs
@as_json
@global_flags
@click.pass_context
def validate(
    ctx: click.Context,
    subject: str,
    given: tuple[str, ...],
    param_file: str | None,
    mode: str,
    tier: str,
    as_json: bool,
) -> None:
    """Check a template or a model.

    FILE holds either; it is a template if it declares parameters. Nothing is written.
    """
    from flowtime_entrypoints import bodies
    from flowtime_entrypoints.cli.output import write_body
    from flowtime_entrypoints.cli.subject import find_subject
    from flowtime_entrypoints.cli.template_report import report_validation

    session = session_of(ctx)
    container = session.container(session.settings())
    found = find_subject(session, container, subject)
    values = found.values(session, container, given, param_file)
    report = container.validate_model()(found.validation_request(values, mode, tier))
    if as_json:
        write_body(bodies.validation_answer(report))
    report_validation(session, subject, report, as_json=as_json)
    ctx.exit(0 if report.is_valid else 1)


@templates.command("render", epilog=example("flowtime templates render order-system --param bins=12"))
@click.argument("subject", metavar="ID|FILE")
@parameter_flags
@mode_flag
@templates_dirs
@global_flags
@click.pass_context
def render(
    ctx: click.Context, subject: str, given: tuple[str, ...], param_file: str | None, mode: str
) -> None:
    """Print the model that a template gives.

    It is in normal form, the very bytes that a run would store.
    """
    from flowtime_entrypoints.cli.output import write_bytes
    from flowtime_entrypoints.cli.subject import find_subject

    session = session_of(ctx)
    container = session.container(session.settings())
    found = find_subject(session, container, subject)
    values = found.values(session, container, given, param_file)
    template = subject if found.content is None else found.content
    write_bytes(container.render_template()(template, values, mode))
