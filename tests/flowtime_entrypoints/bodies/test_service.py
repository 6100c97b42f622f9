"""Answers about the service, compared with the examples of the contract member for member."""

from examples.answers import assert_same, example
from flowtime_entrypoints import bodies
from flowtime_entrypoints.settings import read_settings


def test_the_limits() -> None:
    """Default limits are those of the example (api §12.1)."""
    assert_same(bodies.limits_answer(read_settings({})), example("limits"))
    assert bodies.limits_answer(read_settings({"FLOWTIME_MAX_BINS": "12"}))["maxBins"] == 12
