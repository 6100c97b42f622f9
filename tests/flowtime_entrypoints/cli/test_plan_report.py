"""A dry run as a person sees it."""

import io

from rich.console import Console

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_entrypoints.cli.plan_report import report_plan


def shown(bench: Workbench, **members: object) -> str:
    console = Console(file=io.StringIO(), width=100, highlight=False)
    report_plan(console, bench.plan(**members))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_plan_with_parameters_and_seed() -> None:
    """A plan shows its values and its seed (operations §4.5)."""
    text = shown(Workbench(), templateId="clinic-day", parameters={"capacity": 7}, rng={"seed": 3})
    assert text.startswith("Nothing was written.\nA run would be made: its id would be drawn\n")
    assert "  seed        3" in text
    assert "  parameters  capacity = 7" in text
    assert "clinic-day 1.0.0 (Clinic Day)" in text


def test_a_plan_of_a_run_that_exists() -> None:
    """A plan says that the run exists (operations §4.5)."""
    bench = Workbench()
    request = {"model": clinic_desk.MODEL, "options": {"deterministicRunId": True}}
    bench.create(**request)
    assert f"This run exists and would be reused: {clinic_desk.RUN_ID}" in shown(bench, **request)
