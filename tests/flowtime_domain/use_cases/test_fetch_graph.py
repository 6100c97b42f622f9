"""Reading the structure of a run."""

from examples import clinic_desk
from examples.stored_runs import READER
from examples.workbench import Workbench
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
