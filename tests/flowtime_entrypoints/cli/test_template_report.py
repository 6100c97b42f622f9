"""Templates as a person sees them."""

import io

from rich.console import Console

from examples.workbench import Workbench
from flowtime_entrypoints.cli.template_report import print_entry, print_list


def console(width: int) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False, markup=False)


def printed(target: Console) -> str:
    assert isinstance(target.file, io.StringIO)
    return target.file.getvalue()


def test_a_list_fits_a_narrow_terminal() -> None:
    """A list gives up its least column rather than an id (operations §4.6)."""
    target = console(50)
    print_list(target, Workbench().catalogue.entries())
    assert "origin" not in printed(target)
    assert "broken-day" in printed(target)


def test_a_template_without_a_readable_text() -> None:
    """A file that cannot be read as a template is shown by what is known (operations §4.6)."""
    target = console(100)
    broken = next(entry for entry in Workbench().catalogue.entries() if entry.status == "broken")
    print_entry(target, broken)
    assert printed(target).startswith("Template: broken-day\n")
    assert "topology" not in printed(target)


def test_one_of_a_thing_is_no_plural() -> None:
    """A template with one node says so (operations §4.6)."""
    target = console(100)
    entry = next(entry for entry in Workbench().catalogue.entries() if entry.status == "ok")
    print_entry(target, entry)
    assert entry.template is not None
    assert (entry.template.topology_node_count, entry.template.edge_count) == (1, 0)
    assert "  topology  1 node, 0 edges\n" in printed(target)
