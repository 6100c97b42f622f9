import numpy as np

from flowtime_domain.errors import NonFiniteSeriesError
from flowtime_domain.evaluation.scenarios.scenario_result import ScenarioResult


def test_a_result_shows_names_instead_of_numbers():
    """In a notebook a result is one line, also if it failed (design §5)."""
    assert repr(ScenarioResult(3, {"visits": np.zeros(9), "done": np.zeros(9)})) == (
        "ScenarioResult(3: visits, done)"
    )
    assert (
        repr(ScenarioResult(4, {}, NonFiniteSeriesError("x", 1, "")))
        == "ScenarioResult(4: non_finite_series)"
    )
