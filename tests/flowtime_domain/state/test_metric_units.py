"""The units of metrics."""

from flowtime_domain.state.metric_units import METRIC_UNITS
from flowtime_domain.state.run_view import NUMBERS


def test_every_number_has_a_unit():
    """Each metric that is a number has a unit, in the order of answers (state §2.3)."""
    assert tuple(METRIC_UNITS) == NUMBERS
