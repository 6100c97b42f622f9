"""How much a series node varies."""

import math

import numpy as np
import pytest

from flowtime_domain.evaluation.variability import variability
from flowtime_domain.model.nodes import ConstNode, ExprNode, Pmf, PmfNode


def unread():
    raise AssertionError("the values of such a node say nothing")


def test_a_distribution_has_its_own():
    """A pmf has the coefficient of variation of its distribution, whatever was drawn (engine §11.2)."""
    node = PmfNode(id="p", kind="pmf", pmf=Pmf(values=(0.0, 16.0), probabilities=(0.5, 0.5)))
    assert variability(node, unread) == 1.0


@pytest.mark.parametrize(("values", "expected"), [([4.0], 0), ([4.0, 4.0], 0), ([4.0, 5.0], math.nan)])
def test_a_const_that_never_changes_has_none(values, expected):
    """A const with one value in all bins varies by 0, any other is undefined (engine §11.2, ruling 6)."""
    found = variability(ConstNode(id="c", kind="const"), lambda: np.array(values))
    assert found == pytest.approx(expected, nan_ok=True)


def test_anything_else_is_undefined():
    """What is computed has no coefficient of variation (engine §11.2)."""
    assert math.isnan(variability(ExprNode(id="x", kind="expr", expr="1"), unread))
