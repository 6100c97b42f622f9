"""Reading the structure of a run."""

import pytest

from examples import clinic_desk
from examples.older_bundles import RUN_ID, changed, older_bundle
from examples.stored_runs import READER
from examples.workbench import Workbench
from flowtime_domain.errors import ProvenanceMismatchError
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.fetch_graph import FetchGraph


def test_the_structure_is_worked_out_once():
    """The structure of a run is found by its id and made once for as long as it is open (state §7.1)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "a"})
    fetch_graph = FetchGraph(bench.store, READER)
    run = fetch_graph.find(RunId("a"))
    assert [node["id"] for node in fetch_graph(run).nodes] == ["Desk"]
    assert fetch_graph(run) is fetch_graph(run)


def test_an_older_run_has_its_own_structure():
    """The structure of an older run needs documents that are about one model (state §7.4, §9.1)."""
    store = Workbench().store
    store.runs[RUN_ID] = older_bundle()
    fetch_graph = FetchGraph(store, READER)
    assert fetch_graph(fetch_graph.find(RUN_ID)).series[0]["kind"] == "stored"
    store.runs[RUN_ID] = changed(
        older_bundle(), "run.json", lambda members: members.update(modelHash="sha256:00")
    )
    with pytest.raises(ProvenanceMismatchError):
        fetch_graph.find(RUN_ID)
