"""Formulas as values over tiles."""

import numpy as np
import pytest

from examples.plans import in_one_loop
from examples.tile_programs import SPECIAL, WAYS, same_bits
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.compiled_fill import fill_by_code, program_of
from flowtime_domain.evaluation.evaluator import fill_matrix
from flowtime_domain.model.flow_model import FlowModel

FORMULAS = [
    "-x + 2 - y * 3 / x",
    "(x < y) + (x <= y) * 2 + (x > y) * 4 + (x >= y) * 8 + (x == y) * 16 + (x != y) * 32",
    "MIN(x, y, 1) - MAX(x, 0, y)",
    "CLAMP(x, y, 2)",
    "IF(x > 0, y, -1) + STEP(x, y)",
    "MOD(x, y) + MOD(x, 0)",
    "FLOOR(x) + CEIL(y) * ROUND(x) + ABS(y)",
    "SQRT(ABS(x)) + EXP(-y) + LN(ABS(x) + 1) + POW(ABS(y), 0.3)",
    "BIN() + HOUR() * 2 + WEEKDAY() * 100",
    "PULSE(3, 1, x) + PULSE(2) + PULSE(1e300, 1e300)",
    "SHIFT(x, 2) + SHIFT(y, 0) + SHIFT(x, 1e300)",
    "SHIFT(x * 2, 1) + SHIFT(x * 2, 0) + SHIFT(SHIFT(x + y, 1) * 2, 3)",
    "CONV(x, [0, 0.5, 0, 0.25]) + CONV(x + y, [1, 0.5]) + CONV(y, [0, 0])",
    "AVG(x, 3) + AVG(x + y, 1000)",
    "CUMSUM(x) + CUMSUM(CUMSUM(y)) + EMA(x, 0.3) + EMA(y, 0.7)",
    "2 * 3",
]
BINS = 30


def formula_plan(formula, x, y):
    """A plan of two const series, the second of which begins with 7, and a formula over them."""
    return compile_model(FlowModel.from_mapping({
        "grid": {"bins": BINS, "binSize": 95, "binUnit": "minutes", "start": "2025-01-04T22:30:00Z"},
        "nodes": [{"id": "x", "values": list(x)}, {"id": "y", "values": list(y), "initial": 7},
                  {"id": "f", "kind": "expr", "expr": formula}],
    }))  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", [lambda plan: plan, in_one_loop], ids=["at once", "bin by bin"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_formulas(way, form, formula):
    """A formula gives the bits of the other path, at once and bin by bin (engine §1.2, §2.5)."""
    finite = SPECIAL[np.isfinite(SPECIAL)]
    plan = form(formula_plan(formula, np.resize(finite, BINS), np.resize(finite[::-3], BINS)))
    matrix, expected = np.full((2, 3, BINS), np.nan)
    with np.errstate(all="ignore"):
        fill_by_code(WAYS[way](), program_of(plan).whole, matrix, None)
        fill_matrix(plan, expected, None)
    assert same_bits(matrix, expected)


@pytest.mark.parametrize("way", WAYS)
def test_a_loop_through_what_is_hidden(way):
    """A lag over a sum that holds the series itself finds each bin ready (engine §2.4, §2.5)."""
    document = {
        "grid": {"bins": 6, "binSize": 1, "binUnit": "hours"},
        "nodes": [{"id": "y", "kind": "expr", "expr": "SHIFT(y * 2 + 1, 2) + SHIFT(CUMSUM(y), 3) + 1",
                   "initial": 0}],
    }  # fmt: skip
    plan = compile_model(FlowModel.from_mapping(document))
    matrix, expected = np.full((2, 1, 6), np.nan)
    fill_by_code(WAYS[way](), program_of(plan).whole, matrix, None)
    fill_matrix(plan, expected, None)
    assert matrix.tolist() == expected.tolist()
