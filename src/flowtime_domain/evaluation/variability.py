"""How much a series varies, as Kingman's formula asks (engine §11.2)."""

from collections.abc import Callable
from typing import Final

from flowtime_domain.evaluation.calculation import Column
from flowtime_domain.kernels.distributions import coefficient_of_variation
from flowtime_domain.model.nodes import ConstNode, PmfNode, SeriesNode

UNDEFINED: Final = float("nan")


def variability(node: SeriesNode, values: Callable[[], Column]) -> float:
    """The coefficient of variation of a series node, without unit; NaN if undefined.

    Parameters
    ----------
    node
        A pmf has its own, a const that never changes 0, anything else none.
    values
        Gives the values of a const, shape (bins,) or as written, any unit; asked for nothing else.
    """
    if isinstance(node, PmfNode):
        return coefficient_of_variation(node.pmf.values, node.pmf.probabilities)
    if not isinstance(node, ConstNode):
        return UNDEFINED
    known = values()
    return 0.0 if bool((known == known[0]).all()) else UNDEFINED
