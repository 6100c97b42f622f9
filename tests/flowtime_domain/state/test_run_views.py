"""The views of opened runs."""

from examples import clinic_desk
from examples.older_bundles import SERIES, file_bundle, older_bundle
from examples.stored_runs import READER, older_run, stored_run, view_of
from flowtime_domain.state.run_view import METRIC_INDEX, NO_ROW
from flowtime_domain.state.run_views import RunViews


def test_a_view_is_made_once():
    """A run has one view as long as it is open (runs §10.1)."""
    views, run = RunViews(READER), stored_run(clinic_desk.MODEL)
    assert views(run) is views(run)
    assert [place.id for place in views(run).places] == ["Desk"]


def test_the_view_of_an_older_run_leads_to_what_can_be_read():
    """Semantics of an older model lead to series of the index or to files of the bundle (runs §10.2)."""
    for contents in (older_bundle(), file_bundle()):
        run = older_run(contents)
        view = view_of(run)
        assert [place.id for place in view.places] == ["OrderService", "SupportQueue"]
        rows = view.rows[METRIC_INDEX["queue"]]
        assert rows[0] == NO_ROW
        assert run.values(rows[1]).tolist() == list(SERIES["support_queue"])
        assert view.traits.sla_minutes[1, 0] == 5


def test_an_older_run_has_the_variations_of_its_model():
    """A const node that never changes and a pmf have their variations in older runs too (engine §11.2)."""
    model = """\
grid: {bins: 2, binSize: 5, binUnit: minutes}
nodes:
  - {id: visits, values: [4, 4]}
  - {id: work, kind: pmf, pmf: {values: [1, 3], probabilities: [0.5, 0.5]}}
topology:
  nodes:
    - id: Desk
      semantics:
        {arrivals: visits, served: out, capacity: most, processingTimeMsSum: work, servedCount: out}
"""
    names = ("visits", "work", "out", "most")
    contents = older_bundle(dict.fromkeys(names, (4, 4)), model=model, bins=2)
    traits = view_of(older_run(contents)).traits
    assert traits.arrival_variation.tolist() == [[0]]
    assert traits.service_variation.tolist() == [[0.5]]
