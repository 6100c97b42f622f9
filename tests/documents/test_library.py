"""The reference of the library."""

import inspect
import re

import pytest

import flowtime
from documents.markdown_tables import DOCS, names, rows, section
from examples.opened_runs import opened_run
from flowtime_entrypoints.library.captures import capture_run
from flowtime_entrypoints.library.comparison import compare_runs
from flowtime_entrypoints.library.runs import create_run

DOCUMENT = "reference/library.md"
SIGNATURE = re.compile(r"(\w+)\((.*)\)")


def first_cells(heading):
    return [name for row in rows(section(DOCUMENT, heading)) for name in names(row[0])]


def member_names(cells):
    return {cell.partition("(")[0] for cell in cells}


def examples(folder):
    run = opened_run()
    made = create_run("order-system", data_dir=folder, run_id="made")
    return {
        "RunResult": made,
        "TelemetryCapture": capture_run("made", data_dir=folder, dry_run=True),
        "OpenedRun": run,
        "RunComparison": compare_runs("made", "made", data_dir=folder),
        "Snapshot": run.snapshot(0),
        "Window": run.window(),
    }


def test_every_name_is_in_the_reference():
    """Each public name of the package stands in the reference (design §6)."""
    shown = set(re.findall(r"\w+", " ".join(names((DOCS / DOCUMENT).read_text(encoding="utf-8")))))
    assert set(flowtime.__all__) <= shown


def test_functions_have_the_parameters_of_the_reference():
    """The reference names the parameters of each function, in order (design §6)."""
    cells = first_cells("## Functions")
    for cell in cells:
        name, parameters = SIGNATURE.fullmatch(cell).groups()
        signature = inspect.signature(getattr(flowtime, name))
        assert [part for part in parameters.split(", ") if part != "*"] == list(signature.parameters)
    functions = {name for name in flowtime.__all__ if inspect.isfunction(getattr(flowtime, name))}
    assert member_names(cells) == functions


@pytest.mark.parametrize(
    "name", ["RunResult", "TelemetryCapture", "OpenedRun", "Snapshot", "Window", "RunComparison"]
)
def test_members_are_those_of_the_reference(tmp_path, name):
    """The reference names what an object offers, and nothing else (design §6)."""
    members = {member for member in dir(examples(tmp_path)[name]) if not member.startswith("_")}
    assert member_names(first_cells(f"## {name}")) == members


def test_errors_have_the_codes_of_the_reference():
    """The reference names each error that the package gives, with its code (design §7)."""
    table = {names(error)[0]: names(code)[0] for error, code in rows(section(DOCUMENT, "## Errors"))}
    given = {name: getattr(flowtime, name) for name in flowtime.__all__ if name.endswith("Error")}
    leaves = {name: error.code for name, error in given.items() if isinstance(error.code, str) and error.code}
    assert table == leaves
