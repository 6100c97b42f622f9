"""The answer about the structure of a run."""

from examples import clinic_desk
from examples.answers import assert_same, example
from examples.stored_runs import READER
from examples.workbench import Workbench
from flowtime_domain.state.graph_view import graph_view
from flowtime_domain.state.stored_model import read_stored_model
from flowtime_entrypoints.bodies.graph import graph_answer


def test_the_worked_example():
    """The graph of the clinic desk is the body of the example (state §7.3)."""
    run = Workbench().create(model=clinic_desk.MODEL, options={"deterministicRunId": True}).run
    assert_same(graph_answer(run, graph_view(read_stored_model(run, READER))), example("graph"))
