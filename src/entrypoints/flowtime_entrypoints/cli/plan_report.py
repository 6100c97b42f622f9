"""A dry run as a person sees it (operations §4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from flowtime_domain.runs.artifact_documents import GridDocument
from flowtime_domain.runs.encoding import compact_json
from flowtime_entrypoints.cli.run_report import grid_text
from flowtime_entrypoints.cli.tables import print_facts, print_title

if TYPE_CHECKING:
    from rich.console import Console

    from flowtime_domain.use_cases.plan_run import RunPlan

LONGEST_VALUE: Final = 60


def report_plan(console: Console, plan: RunPlan) -> None:
    """Print what creating the run would do."""
    console.print("Nothing was written.")
    print_title(console, _what_would_happen(plan), str(plan.run_id or "its id would be drawn"), "bold")
    print_facts(console, _facts(plan))


def _what_would_happen(plan: RunPlan) -> str:
    return "This run exists and would be reused" if plan.would_reuse else "A run would be made"


def _facts(plan: RunPlan) -> Iterator[tuple[str, str]]:
    prepared = plan.prepared
    origin = prepared.origin
    yield "mode", prepared.mode
    yield "template", f"{origin.template_id} {origin.version} ({origin.title})"
    yield "grid", grid_text(GridDocument.of(prepared.model.grid))
    yield "scenario", plan.scenario_hash
    yield "seed", "none" if prepared.seed is None else str(prepared.seed)
    for position, name in enumerate(sorted(prepared.parameters)):
        value = compact_json(prepared.parameters[name]).decode()
        shown = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 3] + "..."
        yield "" if position else "parameters", f"{name} = {shown}"
    names = [series.name for series in prepared.model.series]
    yield "series", f"{len(names):,}: {', '.join(names)}"
