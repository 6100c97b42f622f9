from flowtime_domain.compilation.steps import Backlog, QueueDepth, QueueServed, RowInput
from flowtime_domain.expressions.syntax import Number, Reference

BACKLOG = Backlog(arrivals=0, loss=1, outflow=2, depth=3, initial_depth=5.0)
WITHOUT_LOSS = Backlog(arrivals=0, loss=None, outflow=2, depth=3, initial_depth=0.0)


def test_a_depth_reads_intake_outflow_and_itself_one_bin_earlier():
    """A depth depends on arrivals, errors and outflow, and on itself with lag 1 (engine §2.2)."""
    assert set(QueueDepth(BACKLOG).inputs) == {(0, 0), (1, 0), (2, 0), (3, 1)}
    assert set(QueueDepth(WITHOUT_LOSS).inputs) == {(0, 0), (2, 0), (3, 1)}


def test_served_reads_its_limit_and_the_depth_one_bin_earlier():
    """Served depends on capacity, arrivals and errors, and on the depth with lag 1 (engine §2.2)."""
    step = QueueServed(BACKLOG, 2, Reference("capacity", 0), (RowInput(7, 0),))
    assert set(step.inputs) == {(7, 0), (0, 0), (1, 0), (3, 1)}


def test_a_fixed_limit_reads_nothing():
    """A limit without references adds no input (engine §2.2)."""
    assert set(QueueServed(WITHOUT_LOSS, 2, Number(4.0, 0), ()).inputs) == {(0, 0), (3, 1)}
