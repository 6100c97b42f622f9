"""One template of the catalogue."""

import pytest

from examples.workbench import Workbench
from flowtime_domain.errors import TemplateNotFoundError
from flowtime_domain.use_cases.fetch_template import FetchTemplate


@pytest.mark.parametrize("template_id", ["clinic-day", "broken-day"])
def test_a_template_is_found_by_its_id(template_id: str) -> None:
    """Right and broken templates have an entry (api §9.2)."""
    assert FetchTemplate(Workbench().catalogue)(template_id).id == template_id


def test_an_unknown_id_names_the_nearest() -> None:
    """The message of an unknown id proposes a known one (api §9.2)."""
    with pytest.raises(TemplateNotFoundError, match="did you mean 'clinic-day'"):
        FetchTemplate(Workbench().catalogue)("clinic-days")
