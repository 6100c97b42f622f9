import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.findings import desk_findings
from flowtime_domain.evaluation.invariants.backlog import longest_run


def test_no_capacity_at_all_is_told_of():
    """A capacity of 0 in every bin is told of for all bins (engine §12.1)."""
    found = desk_findings({"a": [1, 1], "c": [0, 1e-7]}, "queue", arrivals="a", capacity="c")
    assert (found["capacity_all_zero"].severity, found["capacity_all_zero"].bins) == ("info", (0, 1))
    assert "capacity_all_zero" not in desk_findings(
        {"a": [1, 1], "c": [0, 1]}, "queue", arrivals="a", capacity="c"
    )


@pytest.mark.parametrize(
    ("arrivals", "is_found"),
    [
        ([4, 4, 3, 3], False),
        ([4, 4, 2.9, 3], True),
        ([3, 2.9, 4, 4], True),
        ([0, 0, 0, 0], False),
        ([-4, -4, -1, -1], False),
        ([9, 1, 1], False),
        ([4, 4, 3, 3, 3], False),
        ([1, 1, 4, 4, 4], True),
    ],
)
def test_arrivals_that_change_are_told_of(arrivals, is_found):
    """Half means that differ by more than a quarter of the larger are told of (engine §12.1)."""
    found = desk_findings({"a": arrivals, "c": 99}, "queue", arrivals="a", capacity="c")
    assert ("non_stationary" in found) == is_found


def test_only_queues_need_steady_arrivals():
    """A service may see arrivals that change (engine §12.1)."""
    assert "non_stationary" not in desk_findings({"a": [1, 1, 9, 9]}, arrivals="a", served="a")


def test_growing_backlog_is_told_of():
    """The longest run of at least 3 bins with a rising depth is told of (engine §12.2)."""
    depth = [0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8]
    found = desk_findings({"a": 0, "d": depth}, "queue", arrivals="a", served="a", queueDepth="d")
    assert found["backlog_growth_streak"].bins == (4, 5, 6)
    assert "for 3 bins in a row, from bin 4 on" in found["backlog_growth_streak"].message


def test_two_bins_are_no_streak():
    """A rise over two bins alone is not told of (engine §12.1)."""
    found = desk_findings({"a": 0, "d": [0, 1, 2, 2]}, "queue", arrivals="a", served="a", queueDepth="d")
    assert "backlog_growth_streak" not in found


def test_the_first_bin_is_compared_with_nothing():
    """A depth in bin 0 does not count as growth (engine §12.1)."""
    found = desk_findings({"a": 0, "d": [5, 6, 7, 7]}, "queue", arrivals="a", served="a", queueDepth="d")
    assert "backlog_growth_streak" not in found


def test_overload_is_told_of():
    """At least 3 bins in a row with more arrivals than a capacity above 0 are told of (engine §12.1)."""
    series = {"a": [3, 3, 3, 3, 3, 2], "c": [0, 2, 2, 2, 2, 2]}
    assert desk_findings(series, "queue", arrivals="a", capacity="c")["backlog_overload"].bins == (1, 2, 3, 4)
    assert "backlog_overload" not in desk_findings(series, "queue", arrivals="a", capacity="c", parallelism=2)


def test_old_backlog_is_told_of():
    """At least 3 bins in a row with a latency above the SLA are told of (engine §12.1)."""
    series = {"a": 0, "s": [1, 1, 1, 0, 1], "d": [5, 5, 5, 5, 5]}
    known = {"arrivals": "a", "served": "s", "queueDepth": "d"}
    assert desk_findings(series, "queue", **known, slaMin=299)["backlog_age_risk"].bins == (0, 1, 2)
    assert "backlog_age_risk" not in desk_findings(series, "queue", **known, slaMin=300)
    assert "backlog_age_risk" not in desk_findings(series, "queue", **known)


def test_backlog_rules_are_about_queues():
    """A service has no backlog to grow, to overload or to age (engine §12.1)."""
    series = {"a": [9, 9, 9, 9], "c": 1, "d": [1, 2, 3, 4]}
    found = desk_findings(series, arrivals="a", served="c", capacity="c", queueDepth="d", slaMin=1)
    assert [code for code in found if code.startswith("backlog")] == []


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_longest_run_is_the_longest_and_earliest(holds):
    """The longest stretch of true is found, the earliest if several are equally long (engine §12.2)."""
    stretches = [
        (first, length)
        for first in range(len(holds))
        for length in range(1, len(holds) - first + 1)
        if all(holds[first : first + length])
    ]
    expected = max(stretches, key=lambda stretch: (stretch[1], -stretch[0]), default=(0, 0))
    assert longest_run(np.array(holds)) == expected


def test_three_bins_apart_are_no_streak():
    """A backlog that grows in three bins, never three in a row, is not told of (engine §12.1)."""
    found = desk_findings({"a": 0, "d": [0, 1, 2, 2, 3]}, "queue", arrivals="a", served="a", queueDepth="d")
    assert "backlog_growth_streak" not in found
