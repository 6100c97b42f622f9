import pytest

from flowtime_domain.evaluation.scenarios.changes import change_of, offset, scale
from flowtime_domain.evaluation.scenarios.target import NumberTarget, SeriesTarget, Unchangeable


def put_nothing(draft, number):
    """Changes no plan."""


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        (1, []),
        (scale(0.5), []),
        (0.5, ["out_of_range"]),
        (offset(-1.5), ["out_of_range"]),
        ([1], ["invalid_type"]),
    ],
)
def test_a_number_stays_in_its_range(written, codes):
    """What a change makes of a number must be what a model may hold (model §7.1, §7.3)."""
    target = NumberTarget(2.0, frozenset(), put_nothing, minimum=1.0)
    assert [fault.code for fault in target.faults(change_of(written))] == codes


def test_a_number_stays_finite():
    """A number that becomes too large is refused (model §2.3)."""
    target = NumberTarget(1e308, frozenset(), put_nothing)
    (fault,) = target.faults(scale(10))
    assert fault.message == "it would be inf; it must be a finite number of at least 0."


def test_a_number_may_have_to_be_above_its_minimum():
    """A weight of 0 is refused, the least number above it is not (model §5.7)."""
    target = NumberTarget(2.0, frozenset(), put_nothing, is_above_minimum=True)
    (fault,) = target.faults(scale(0))
    assert fault.message == "it would be 0; it must be a finite number above 0."
    assert list(target.faults(change_of(5e-324))) == []


def test_a_series_takes_as_many_values_as_it_has_bins():
    """An array for a series has one value for each bin (engine §4.1)."""
    assert list(SeriesTarget(0, 2).faults(change_of([1, 2]))) == []
    assert [fault.code for fault in SeriesTarget(0, 2).faults(change_of([1]))] == ["values_length"]


def test_what_cannot_be_changed_says_why():
    """Any change of what is no target is refused with the reason (design §7)."""
    (fault,) = Unchangeable("it is painted.").faults(change_of(1))
    assert (fault.code, fault.message) == ("unknown_target", "it is painted.")
