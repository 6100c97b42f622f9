"""Templates as a person sees them (operations §4.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from flowtime_domain.runs.encoding import compact_json
from flowtime_entrypoints.cli.error_blocks import findings_blocks
from flowtime_entrypoints.cli.output import write_error_text
from flowtime_entrypoints.cli.printable import printable
from flowtime_entrypoints.cli.tables import print_facts, print_line, print_table, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.catalogue.template_catalogue import CatalogueEntry
    from flowtime_domain.model.document import Value
    from flowtime_domain.templates.parameter_declaration import ParameterDeclaration
    from flowtime_domain.use_cases.validate_model import ValidationReport
    from flowtime_entrypoints.cli.session import Session

LONGEST_VALUE: Final = 18
WIDE: Final = 120
_PARAMETER_TITLES: Final = ("parameter", "type", "default", "allowed", "description")


def print_list(console: Console, entries: Sequence[CatalogueEntry]) -> None:
    """Print a table of templates, and below it the first error of each broken one."""
    titles = ("id", "version", "title", ">parameters", "origin", "status")
    print_table(console, titles, [tuple(_row(entry)) for entry in entries], "title", ["origin"])
    for entry in entries:
        if entry.errors:
            first = entry.errors[0]
            print_line(console, Text(printable(f"{entry.id}: [{first.code}] {first.message}")))


def _row(entry: CatalogueEntry) -> Iterator[str]:
    yield entry.id
    yield entry.version or "-"
    yield entry.title or "-"
    yield str(entry.parameter_count)
    yield entry.origin
    yield entry.status


def print_entry(console: Console, entry: CatalogueEntry) -> None:
    """Print what a template says of itself, and its parameters."""
    print_title(console, "Template", entry.id, "bold")
    print_facts(console, _facts(entry))
    template = entry.template
    if template is not None and template.parameters:
        console.print()
        _print_parameters(console, [tuple(_cells(declaration)) for declaration in template.parameters])
    if entry.errors:
        console.print()
        console.print("".join(findings_blocks(entry.errors, None, len(entry.errors))), end="", soft_wrap=True)


def _print_parameters(console: Console, rows: Sequence[tuple[str, ...]]) -> None:
    """A table where there is room for one, else a stanza for each parameter."""
    if console.width >= WIDE:
        print_table(console, _PARAMETER_TITLES, rows, "description")
        return
    for name, kind, default, allowed, description in rows:
        facts = ", ".join(part for part in (kind, f"default {default}", allowed) if part)
        console.print(Text(name, style="bold").append(printable(f"  {facts}"), style="not bold"))
        if description:
            print_line(console, Text(printable(description), style="bright_black"))


def _facts(entry: CatalogueEntry) -> Iterator[tuple[str, str]]:
    yield "title", entry.title or "-"
    yield "version", entry.version or "-"
    if entry.description:
        yield "about", " ".join(entry.description.split())
    if entry.tags:
        yield "tags", ", ".join(entry.tags)
    yield "origin", entry.origin
    yield "status", entry.status
    if entry.template is not None:
        nodes, edges = entry.template.topology_node_count, entry.template.edge_count
        yield "topology", f"{_count(nodes, 'node')}, {_count(edges, 'edge')}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _cells(declaration: ParameterDeclaration) -> Iterator[str]:
    yield declaration.name
    yield f"{declaration.scalar_type} list" if declaration.is_array else declaration.type
    yield "required" if declaration.required else _text(declaration.default)
    yield ", ".join(_limits(declaration))
    yield " ".join((declaration.description or declaration.title or "").split())


def _limits(declaration: ParameterDeclaration) -> Iterator[str]:
    if declaration.enum is not None:
        yield " | ".join(map(_text, declaration.enum))
    yield from _range(declaration.minimum, declaration.maximum, "")
    yield from _range(declaration.min_items, declaration.max_items, " items")


def _range(least: float | None, most: float | None, of: str) -> Iterator[str]:
    if least is not None and most is not None:
        yield f"{_text(least)} to {_text(most)}{of}"
    elif least is not None:
        yield f"at least {_text(least)}{of}"
    elif most is not None:
        yield f"at most {_text(most)}{of}"


def _text(value: Value) -> str:
    text = compact_json(value).decode()
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def report_validation(session: Session, subject: str, report: ValidationReport, *, as_json: bool) -> None:
    """Print what a check has found: errors on standard error, the rest on standard output."""
    if report.errors:
        blocks = findings_blocks(report.errors, session.find_source(), len(report.errors))
        write_error_text("".join(blocks))
    if as_json or session.quiet:
        return
    console = session.console()
    if not report.is_valid:
        console.print(printable(f"{subject} is not valid: {_count(len(report.errors), 'error')}."))
        return
    series = "" if report.series is None else f", {len(report.series)} series"
    console.print(printable(f"{subject} is valid ({report.tier}, {report.mode}{series})."), soft_wrap=True)
    for warning in report.warnings:
        console.print(printable(f"{warning.severity}[{warning.code}]: {warning.message}"), soft_wrap=True)
