from examples.readings import ONE_NODE, read
from flowtime_domain.evaluation.evaluator import evaluate


def test_numbers_show_their_size():
    """A notebook shows an evaluation in one line (design §6)."""
    assert repr(evaluate(read(ONE_NODE))) == "Evaluation(series=1, bins=2, warnings=0)"
