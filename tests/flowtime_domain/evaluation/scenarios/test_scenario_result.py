import pickle

import numpy as np

from flowtime_domain.errors import NonFiniteSeriesError
from flowtime_domain.evaluation.named_rows import NamedRows
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


def test_a_result_passes_from_one_process_to_another():
    """Series and failures arrive as they were sent (design §7)."""
    kept = NamedRows({"visits": 0}, np.array([[1.0, 2.0]]))
    sent = [ScenarioResult(3, kept), ScenarioResult(4, {}, NonFiniteSeriesError("x", 1, ""))]
    good, bad = pickle.loads(pickle.dumps(sent))
    assert (good.index, good.series["visits"].tolist(), good.failure) == (3, [1, 2], None)
    assert (bad.index, bad.series, bad.failure.series, bad.failure.bin_index) == (4, {}, "x", 1)
