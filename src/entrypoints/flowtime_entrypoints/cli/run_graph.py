"""`flowtime runs graph`: the structure of the model that a run was evaluated from (operations §4.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from flowtime_entrypoints.cli.commands import PlainCommand, as_json, example, global_flags, session_of
from flowtime_entrypoints.cli.runs_root import container_of, runs_dir

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.state.graph_view import GraphView


@click.command("graph", cls=PlainCommand, epilog=example("flowtime runs graph RUN"))
@click.argument("run_id", metavar="RUN")
@runs_dir
@as_json
@global_flags
@click.pass_context
def graph(ctx: click.Context, run_id: str, runs_dir: str | None, as_json: bool) -> None:
    """Show the structure of a run: nodes, edges, shared constraints and feedback loops."""
    from flowtime_domain.runs.identity import RunId

    session = session_of(ctx)
    fetch_graph = container_of(session, runs_dir).fetch_graph()
    run = fetch_graph.find(RunId(run_id))
    if as_json:
        from flowtime_entrypoints.bodies.graph import graph_answer
        from flowtime_entrypoints.cli.output import write_body

        write_body(graph_answer(run, fetch_graph(run)))
    else:
        _print_graph(session.console(), str(run.run_id), fetch_graph(run))


def _print_graph(console: Console, run_id: str, found: GraphView) -> None:
    from rich.text import Text

    from flowtime_entrypoints.cli.printable import printable
    from flowtime_entrypoints.cli.tables import print_line, print_title

    print_title(console, "Graph", run_id, "bold")
    _print_block(console, ("node", "kind", "group", "series"), "series", map(_node_row, found.nodes))
    _print_block(console, ("edge", "type", "measure", ">weight", ">lag"), "edge", map(_edge_row, found.edges))
    titles = ("constraint", "policy", "capacity", "members")
    _print_block(console, titles, "members", map(_constraint_row, found.constraints))
    loops = list(found.loops())
    count = "1 feedback loop" if len(loops) == 1 else f"{len(loops) or 'no'} feedback loops"
    console.print()
    console.print(count, style="bold")
    for loop in loops:
        print_line(console, Text(printable(", ".join(loop))))


def _print_block(
    console: Console, titles: tuple[str, ...], shrinking: str, parts: Iterable[tuple[str, ...]]
) -> None:
    from flowtime_entrypoints.cli.tables import print_table

    rows = list(parts)
    if rows:
        console.print()
        print_table(console, titles, rows, shrinking)


def _node_row(node: Any) -> tuple[str, ...]:
    named = ", ".join(f"{key} {value}" for key, value in node["semantics"].items() if isinstance(value, str))
    return node["id"], node["kind"], node["group"] or "-", named or "-"


def _edge_row(edge: Any) -> tuple[str, ...]:
    from flowtime_entrypoints.cli.short_number import short_number

    ends = " -> ".join(_ends(edge))
    lag = "-" if edge["lag"] is None else str(edge["lag"])
    return ends, edge["type"], edge["measure"] or "-", short_number(edge["weight"]), lag


def _ends(edge: Any) -> Iterator[str]:
    for end in ("from", "to"):
        port = edge[f"{end}Port"]
        yield edge[end] if port is None else f"{edge[end]}:{port}"


def _constraint_row(constraint: Any) -> tuple[str, ...]:
    return constraint["id"], constraint["policy"], constraint["capacity"], ", ".join(constraint["members"])
