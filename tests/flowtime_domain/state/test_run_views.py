"""The views of opened runs."""

from examples import clinic_desk
from examples.stored_runs import READER, stored_run
from flowtime_domain.state.run_views import RunViews


def test_a_view_is_made_once():
    """A run has one view as long as it is open (runs §10.1)."""
    views, run = RunViews(READER), stored_run(clinic_desk.MODEL)
    assert views(run) is views(run)
    assert [place.id for place in views(run).places] == ["Desk"]
