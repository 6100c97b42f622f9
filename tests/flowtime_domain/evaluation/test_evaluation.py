import pickle

import pytest

from examples.models import example_model
from examples.readings import ONE_NODE, read
from flowtime_domain.evaluation.evaluator import evaluate


def test_numbers_show_their_size():
    """A notebook shows an evaluation in one line (design §6)."""
    assert repr(evaluate(read(ONE_NODE))) == "Evaluation(series=1, bins=2, warnings=0)"


def test_an_evaluation_passes_from_one_process_to_another():
    """Numbers arrive as they were sent, and give the same metrics and warnings (engine §1.6)."""
    evaluation = evaluate(example_model("E7"))
    arrived = pickle.loads(pickle.dumps(evaluation))
    assert arrived.matrix.tobytes() == evaluation.matrix.tobytes()
    assert list(arrived.series) == list(evaluation.series)
    assert arrived.warnings == evaluation.warnings
    assert list(arrived.metrics) == list(evaluation.metrics)
    with pytest.raises(ValueError, match="read-only"):
        arrived.matrix[0, 0] = 1
