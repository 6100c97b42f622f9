"""The list of templates."""

from examples.workbench import Workbench
from flowtime_domain.use_cases.list_templates import ListTemplates


def test_every_template_is_listed_with_its_status() -> None:
    """Broken templates are listed with their errors and hide no other (api §9.1)."""
    entries = ListTemplates(Workbench().catalogue)()
    assert [(entry.id, entry.status) for entry in entries] == [("broken-day", "broken"), ("clinic-day", "ok")]
