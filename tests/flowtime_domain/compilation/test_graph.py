from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.compilation.graph import DependencyGraph, Input, strongly_connected_groups

DEEP = 10_000


def graph(*inputs: list[tuple[int, int]]) -> DependencyGraph:
    return DependencyGraph(tuple(tuple(Input(*each) for each in group) for group in inputs))


@st.composite
def graphs(draw) -> DependencyGraph:
    count = draw(st.integers(1, 8))
    one = st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, 2)), max_size=4)
    return graph(*draw(st.lists(one, min_size=count, max_size=count)))


def reachable(sources: list[set[int]]) -> list[set[int]]:
    """By position: everything that it needs in one or more steps."""
    reached = [set(each) for each in sources]
    for _ in sources:
        reached = [each.union(*(reached[other] for other in each)) for each in reached]
    return reached


def test_ready_series_go_in_the_order_of_declaration():
    """Among several ready series the first by position goes first (engine §2.5)."""
    assert graph([(2, 0)], [], [], [(1, 0)]).evaluation_order() == (1, 2, 0, 3)


def test_lags_do_not_order_series_of_a_bin():
    """A lagged input does not have to come first in evaluation order (engine §2.5)."""
    assert graph([(1, 1)], []).evaluation_order() == (0, 1)


def test_components_follow_what_they_look_back_at():
    """A series that looks back at a later one is evaluated after it as a whole (engine §2.5)."""
    assert graph([(1, 1)], []).components() == ((1,), (0,))


def test_members_of_a_component_stand_in_evaluation_order():
    """A loop through a lag is one component, its members in evaluation order (engine §2.5)."""
    assert graph([(2, 0)], [(0, 0)], [(1, 1)]).components() == ((2, 0, 1),)


def test_a_loop_through_a_lag_is_no_cycle():
    """Only references with lag 0 can form a cycle (engine §2.4)."""
    assert graph([(1, 1)], [(0, 0)]).shortest_cycles() == ()


def test_a_series_that_needs_itself_is_a_cycle():
    """A series that refers to itself with lag 0 gives a -> a (engine §2.4)."""
    assert graph([(0, 1), (0, 0)]).shortest_cycles() == ((0, 0),)


def test_the_shortest_cycle_through_the_first_series_is_shown():
    """A group shows the shortest cycle through its first series, not just any (engine §2.4)."""
    assert graph([(1, 0)], [(2, 0), (2, 0)], [(3, 0), (0, 0)], [(1, 0)]).shortest_cycles() == ((0, 1, 2, 0),)


def test_equally_short_cycles_give_the_first_by_position():
    """Among equally short cycles the first by position is shown (engine §2.4)."""
    assert graph([(3, 0), (2, 0)], [(0, 0)], [(1, 0)], [(1, 0)]).shortest_cycles() == ((0, 2, 1, 0),)


def test_each_group_gives_one_cycle():
    """Each strongly connected group gives one cycle, in the order of their first series (engine §2.4)."""
    assert graph([(3, 0)], [(1, 0)], [(1, 0)], [(0, 0)]).shortest_cycles() == ((0, 3, 0), (1, 1))


def test_deep_chains_need_no_deep_stack():
    """Ten thousand series that each need the next are ordered, grouped and checked (engine §2.5)."""
    chain = graph(*([(position + 1, 0)] for position in range(DEEP - 1)), [])
    assert chain.evaluation_order() == tuple(reversed(range(DEEP)))
    assert chain.components() == tuple((position,) for position in reversed(range(DEEP)))
    assert chain.shortest_cycles() == ()


def test_long_cycles_need_no_deep_stack():
    """A cycle of ten thousand series is found and shown in full (engine §2.4)."""
    ring = graph(*([((position + 1) % DEEP, 0)] for position in range(DEEP)))
    assert ring.shortest_cycles() == ((*range(DEEP), 0),)


@given(graphs())
def test_order_and_cycles_share_out_all_series(given_graph):
    """Whatever is not in or behind a cycle has a place, after all that it needs in its bin (engine §2.5)."""
    order = given_graph.evaluation_order()
    for place, position in enumerate(order):
        needed = {source for source, lag in given_graph.inputs[position] if lag == 0}
        assert needed <= set(order[:place])
    assert (len(order) < len(given_graph.inputs)) == bool(given_graph.shortest_cycles())


@given(graphs())
def test_groups_are_those_that_reach_each_other(given_graph):
    """Series share a group if and only if they need each other; groups come in order (engine §2.5)."""
    sources = [{source for source, _ in inputs} for inputs in given_graph.inputs]
    reached = reachable(sources)
    groups = list(strongly_connected_groups([sorted(each) for each in sources]))
    assert sorted(member for group in groups for member in group) == list(range(len(sources)))
    seen: set[int] = set()
    for group in groups:
        for member in group:
            assert {m for m in reached[member] if member in reached[m]} | {member} == set(group)
        seen.update(group)
        assert set().union(*(sources[member] for member in group)) <= seen


@given(graphs())
def test_cycles_are_closed_ways_of_lag_0(given_graph):
    """Each cycle shown is a way along inputs of lag 0 that ends where it began (engine §2.4)."""
    for cycle in given_graph.shortest_cycles():
        assert cycle[0] == cycle[-1] == min(cycle)
        for reader, source in pairwise(cycle):
            assert Input(source, 0) in given_graph.inputs[reader]


@st.composite
def graphs_with_a_hub(draw) -> tuple[DependencyGraph, DependencyGraph]:
    """A graph with a hub, and the same with everything that the hub reads written at each of its readers."""
    plain = draw(graphs())
    count = len(plain.inputs)
    readers = draw(st.sets(st.integers(0, count - 1), min_size=1))
    shared = tuple(
        Input(*each)
        for each in draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, 1)), max_size=4))
    )
    ties = tuple(Input(reader, 1) for reader in sorted(readers))

    def with_readers(added: tuple[Input, ...]) -> list[tuple[Input, ...]]:
        return [(*own, *added) if position in readers else own for position, own in enumerate(plain.inputs)]

    hubbed = DependencyGraph((*with_readers((Input(count, 0),)), (*shared, *ties)), hubs=1)
    return hubbed, DependencyGraph(tuple(with_readers((*shared, *ties))))


@given(graphs_with_a_hub())
def test_a_hub_stands_for_what_it_reads(both):
    """Reading a hub is reading what it reads: same order, groups and cycles (engine §2.2, §8.1)."""
    hubbed, flat = both
    assert hubbed.evaluation_order() == flat.evaluation_order()
    assert hubbed.shortest_cycles() == flat.shortest_cycles()
    if not flat.shortest_cycles():
        assert set(hubbed.components()) == set(flat.components())
