import pickle

import numpy as np

from examples.models import example_model
from examples.readings import ONE_NODE, read
from flowtime_domain.evaluation.evaluator import evaluate


def test_numbers_show_their_size():
    """A notebook shows an evaluation in one line (design §6)."""
    assert repr(evaluate(read(ONE_NODE))) == "Evaluation(series=1, bins=2, warnings=0)"


def test_what_is_derived_is_derived_once():
    """Warnings and metrics are worked out at the first request and kept (engine §11, §12)."""
    evaluation = evaluate(example_model("E24"))
    assert evaluation.warnings is evaluation.warnings
    assert evaluation.metrics is evaluation.metrics
    assert len(evaluation.warnings) == 4
    assert list(evaluation.metrics) == ["Gate"]


def test_what_is_derived_follows_the_memory_of_the_caller():
    """With memory of the caller, what is asked for later is derived from what it holds then (engine §12)."""
    model = example_model("E24")
    out = np.empty((len(model.series), model.grid.bins))
    evaluation = evaluate(model, out=out)
    out[:] = 0
    assert [finding.code for finding in evaluation.warnings] == ["capacity_all_zero"]


def test_an_evaluation_can_be_sent_away():
    """In another process it has the same numbers, and derives the same from them (design §6)."""
    evaluation = evaluate(example_model("E24"))
    sent = pickle.loads(pickle.dumps(evaluation))
    assert sent.matrix.tobytes() == evaluation.matrix.tobytes()
    assert not sent.matrix.flags.writeable
    assert sent.warnings == evaluation.warnings
