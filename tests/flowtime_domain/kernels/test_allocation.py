import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtime_domain.kernels.allocation import POLICIES, allotted, allotted_in_bin

AMOUNTS = st.one_of(st.sampled_from([0.0, 5.0, 10.0]), st.floats(0, 1e6, allow_subnormal=False))
CAPACITIES = st.one_of(st.sampled_from([-1.0, 0.0, 15.0]), st.floats(0, 1e6, allow_subnormal=False))


@st.composite
def demands_and_capacities(draw):
    """Demands of some members in some bins, and a capacity for each bin."""
    bins, members = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    row = st.lists(AMOUNTS, min_size=bins, max_size=bins)
    demands = draw(st.lists(row, min_size=members, max_size=members))
    return np.array(demands), np.array(draw(st.lists(CAPACITIES, min_size=bins, max_size=bins)))


EACH = pytest.mark.parametrize("policy", POLICIES)


@EACH
def test_enough_capacity_cuts_nothing(policy):
    """Where all demands fit together each member is allotted what it asks for (engine §8.2)."""
    assert allotted_in_bin(policy, [10.0, 0.0, 30.0], 40.0) == [10, 0, 30]
    assert allotted(policy, np.array([[10.0], [0.0], [30.0]]), np.array([40.0])).tolist() == [[10], [0], [30]]


@pytest.mark.parametrize(
    ("policy", "shares"),
    [("proportional", [30, 10, 10]), ("priority", [50, 0, 0]), ("maxMin", [20, 15, 15])],
)
def test_too_little_is_shared_by_policy(policy, shares):
    """Each policy divides 50 among demands of 60, 20 and 20 in its own way (engine §8.2)."""
    demands = [60.0, 20.0, 20.0] if policy != "maxMin" else [60.0, 15.0, 15.0]
    assert allotted_in_bin(policy, demands, 50.0) == shares


@EACH
def test_a_capacity_below_zero_counts_as_zero(policy):
    """With a negative capacity nobody is allotted anything (engine §8.1)."""
    assert allotted_in_bin(policy, [3.0, 4.0], -5.0) == [0, 0]


@EACH
@given(given=demands_and_capacities())
def test_shares_fit_into_demands_and_capacity(policy, given):
    """No share is negative or above its demand, and together they stay within capacity (engine §8.2)."""
    demands, capacity = given
    shares = allotted(policy, demands, capacity)
    assert (shares >= 0).all()
    assert (shares <= demands).all()
    assert (shares.sum(axis=0) <= np.maximum(0, capacity) * (1 + 1e-12)).all()


@EACH
@given(given=demands_and_capacities())
def test_both_forms_of_a_policy_agree(policy, given):
    """A policy gives the same bits over a run and bin by bin (engine §2.5)."""
    demands, capacity = given
    in_bins = [
        allotted_in_bin(policy, demands[:, t].tolist(), limit) for t, limit in enumerate(capacity.tolist())
    ]
    assert allotted(policy, demands, capacity).T.tolist() == in_bins


@given(given=demands_and_capacities())
def test_nobody_has_more_than_a_member_that_max_min_cuts(given):
    """Under max-min a member that does not get its demand gets as much as any other (engine §8.2)."""
    demands, capacity = given
    fair = allotted("maxMin", demands, capacity)
    largest = np.broadcast_to(fair.max(axis=0), fair.shape)
    np.testing.assert_allclose(fair[fair < demands], largest[fair < demands], rtol=1e-9, atol=1e-300)


def test_equal_demands_are_served_in_member_order():
    """Under max-min equal demands are filled in the order of the members (engine §8.2)."""
    shares = allotted_in_bin("maxMin", [1.0, 1.0, 1.0], 1.0)
    rest, expected = 1.0, []
    for members in (3, 2, 1):
        expected.append(rest / members)
        rest -= expected[-1]
    assert shares == expected
