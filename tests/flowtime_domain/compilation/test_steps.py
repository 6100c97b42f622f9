import pytest

from flowtime_domain.compilation.steps import (
    Allocation,
    AuthoredService,
    Backlog,
    Gate,
    LimitRow,
    Member,
    NoService,
    Outflow,
    Overflow,
    QueueDepth,
    RowInput,
    SharedConstraint,
    WorkConservingService,
)
from flowtime_domain.expressions.syntax import Number, Reference

BACKLOG = Backlog(arrivals=0, loss=1, outflow=2, depth=3, initial_depth=5.0)
PLAIN = Backlog(arrivals=0, loss=None, outflow=2, depth=3, initial_depth=0.0)
LIMITED = Backlog(
    arrivals=0, loss=None, outflow=2, depth=3, initial_depth=0.0, overflow_in=4, limit=LimitRow(5)
)
DOCK = Gate(period=3, phase=1, capacity=9)
SERVING = WorkConservingService(BACKLOG, Reference("capacity", 0), (RowInput(7, 0),), None)


@pytest.mark.parametrize(
    ("step", "inputs"),
    [
        (QueueDepth(BACKLOG), {(0, 0), (1, 0), (2, 0), (3, 1)}),
        (QueueDepth(PLAIN), {(0, 0), (2, 0), (3, 1)}),
        (QueueDepth(LIMITED), {(0, 0), (2, 0), (4, 0), (5, 0), (3, 1)}),
        (QueueDepth(PLAIN, DOCK), {(0, 0), (2, 0), (9, 0), (3, 1)}),
        (Overflow(LIMITED), {(3, 0)}),
    ],
)
def test_a_depth_reads_intake_outflow_limit_and_itself_one_bin_earlier(step, inputs):
    """A depth reads what fills and empties it, and itself with lag 1; overflow reads it (engine §2.2)."""
    assert set(step.inputs) == inputs


@pytest.mark.parametrize(
    ("demand", "inputs"),
    [
        (AuthoredService(6, None), {(6, 0)}),
        (AuthoredService(6, DOCK), {(6, 0), (9, 0)}),
        (AuthoredService(6, Gate(2, 0, None)), {(6, 0)}),
        (SERVING, {(7, 0), (0, 0), (1, 0), (3, 1)}),
        (WorkConservingService(PLAIN, Number(4.0, 0), (), DOCK), {(9, 0), (0, 0), (3, 1)}),
        (NoService(), set()),
    ],
)
def test_outflow_reads_the_inputs_of_its_demand_and_allocations(demand, inputs):
    """What leaves depends on the demand inputs of the queue and on its allocations (engine §2.2)."""
    assert set(Outflow(demand, ()).inputs) == inputs
    assert set(Outflow(demand, (10, 11)).inputs) == inputs | {(10, 0), (11, 0)}


def test_an_allocation_reads_the_capacity_and_what_all_members_bring():
    """An allocation depends on capacity, demand inputs and earlier allocations of all (engine §2.2)."""
    members = (Member(AuthoredService(6, None), (), 10), Member(SERVING, (12,), 11))
    shared = SharedConstraint(8, "priority", members)
    expected = {(8, 0), (6, 0), (7, 0), (0, 0), (1, 0), (3, 1), (12, 0)}
    assert set(Allocation(shared, 0).inputs) == set(Allocation(shared, 1).inputs) == expected
