"""The table of functions, on the worked examples and on any numbers."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.worked_examples import example_text
from flowtime_domain.expressions.functions import FUNCTIONS, Setting
from flowtime_domain.expressions.operators import OPERATORS
from flowtime_domain.expressions.parser import parse_expression
from flowtime_domain.expressions.syntax import Call, Negation, Number, Operation, Reference
from flowtime_domain.expressions.walk import fold, post_order
from flowtime_domain.kernels.time_axis import TimeAxis

SECONDS = {"minutes": 60, "hours": 3600}
AXIS = TimeAxis(bins=12, bin_microseconds=5_000_000_000, start_microseconds=1_736_109_000_123_456)
ANY_FLOAT = st.floats() | st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, math.inf, -math.inf, math.nan])
SERIES = st.lists(ANY_FLOAT, min_size=12, max_size=12)
LITERALS = {
    "PULSE": st.tuples(st.integers(1, 15), st.integers(0, 15)),
    "SHIFT": st.tuples(st.integers(0, 15)),
    "CONV": st.lists(st.sampled_from([0.0, -0.0, 1.0, -0.5]) | st.floats(-9, 9), min_size=1, max_size=15),
    "EMA": st.tuples(st.floats(0, 1, exclude_min=True)),
    "AVG": st.tuples(st.integers(1, 15)),
}
NAMES = sorted(FUNCTIONS)


class Formula:
    """Evaluates one formula over named series, at once or bin by bin."""

    def __init__(self, text, series, axis, initial=None):
        self.formula = parse_expression(text)
        self.series, self.axis, self.initial = series, axis, initial or {}

    def setting(self, call: Call) -> Setting:
        argument = call.arguments[0] if call.arguments else None
        before = self.initial.get(argument.name, 0.0) if isinstance(argument, Reference) else 0.0
        return Setting(self.axis, call.literals, before)

    def over_bins(self):
        def combine(part, inner):
            match part:
                case Number():
                    return part.value
                case Reference():
                    return self.series[part.name]
                case Negation():
                    return -inner[0]
                case Operation():
                    return OPERATORS[part.operator].over_bins(*inner)
            return FUNCTIONS[part.function].over_bins(self.setting(part), *inner)

        return np.broadcast_to(fold(self.formula, combine), self.axis.bins).tolist()

    def bin_by_bin(self):
        calls = [part for part in post_order(self.formula) if isinstance(part, Call)]
        memory = {id(call): ([], [0.0]) for call in calls}

        def value(t):
            def combine(part, inner):
                match part:
                    case Number():
                        return part.value
                    case Reference():
                        return float(self.series[part.name][t])
                    case Negation():
                        return -inner[0]
                    case Operation():
                        return OPERATORS[part.operator].in_bin(*inner)
                row, (samples, results) = FUNCTIONS[part.function], memory[id(part)]
                if row.remembers:
                    samples.append(inner[0])
                    results.append(row.in_bin(self.setting(part), t, samples, results[-1]))
                    return results[-1]
                return row.in_bin(self.setting(part), t, *inner)

            return fold(self.formula, combine)

        return [value(t) for t in range(self.axis.bins)]


def expected_series(name):
    document = yaml.safe_load(example_text(name))
    grid = document["grid"]
    start = grid.get("start", datetime(2025, 1, 1, tzinfo=UTC))
    axis = TimeAxis(
        grid["bins"],
        grid["binSize"] * SECONDS[grid["binUnit"]] * 1_000_000,
        round(start.timestamp()) * 1_000_000,
    )
    nodes = {node["id"]: node for node in document["nodes"]}
    for identifier, values in document["x-expect"]["series"].items():
        yield pytest.param(nodes, identifier, values, axis, id=f"{name}-{identifier}")


def example_formula(nodes, identifier, axis):
    series = {}
    for name, node in nodes.items():
        if name == identifier:
            break
        known = "values" in node
        series[name] = np.array(node["values"], float) if known else np.array(example(nodes, name, axis))
    initial = {name: float(node["initial"]) for name, node in nodes.items() if "initial" in node}
    return Formula(nodes[identifier]["expr"], series, axis, initial)


def example(nodes, identifier, axis):
    return example_formula(nodes, identifier, axis).over_bins()


@pytest.mark.parametrize(
    ("nodes", "identifier", "values", "axis"),
    [case for name in ("E1", "E2", "E3", "E4", "E5") for case in expected_series(name)],
)
def test_worked_examples_hold_in_both_forms(nodes, identifier, values, axis):
    """Each formula of the examples gives its numbers, at once and bin by bin (engine E1, E2, E3, E4, E5)."""
    formula = example_formula(nodes, identifier, axis)
    assert formula.over_bins() == pytest.approx(values, rel=1e-9, abs=1e-9)
    assert formula.bin_by_bin() == formula.over_bins()


def test_table_holds_the_functions_of_the_language():
    """The language has these functions with these numbers of arguments (model §6.4)."""
    counts = {name: (row.signature.fewest, row.signature.most) for name, row in FUNCTIONS.items()}
    assert counts == {
        **dict.fromkeys(("MIN", "MAX"), (2, None)),
        **dict.fromkeys(("CLAMP", "IF"), (3, 3)),
        **dict.fromkeys(("MOD", "STEP", "POW", "SHIFT", "CONV", "EMA", "AVG"), (2, 2)),
        **dict.fromkeys(("FLOOR", "CEIL", "ROUND", "ABS", "SQRT", "EXP", "LN", "CUMSUM"), (1, 1)),
        **dict.fromkeys(("BIN", "HOUR", "WEEKDAY"), (0, 0)),
        "PULSE": (1, 3),
    }
    assert all(name == row.name for name, row in FUNCTIONS.items())
    assert {name for name, row in FUNCTIONS.items() if row.uses_time} == {"HOUR", "WEEKDAY"}
    assert {name for name, row in FUNCTIONS.items() if row.remembers} == {
        "SHIFT", "CONV", "CUMSUM", "EMA", "AVG",
    }  # fmt: skip


def drawn_call(name, data):
    literals = tuple(float(each) for each in data.draw(LITERALS.get(name, st.just(()))))
    setting = Setting(AXIS, literals, initial=data.draw(ANY_FLOAT))
    signature = FUNCTIONS[name].signature
    count = {"PULSE": 1, "MIN": 3, "MAX": 3}.get(name, signature.fewest - bool(literals))
    return setting, count


def in_every_bin(name, setting, columns):
    row, results = FUNCTIONS[name], [0.0]
    for t in range(AXIS.bins):
        if row.remembers:
            (samples,) = columns
            # What lies after the lag is not there yet in a feedback loop.
            known = samples[: max(0, t + 1 - row.lag(setting.literals))]
            results.append(row.in_bin(setting, t, known, results[-1]))
        else:
            results.append(row.in_bin(setting, t, *(column[t] for column in columns)))
    return results[1:]


def bits(values):
    """The numbers as text, in which -0.0 differs from 0.0 and every NaN is the same."""
    return [repr(float(value)) for value in values]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_both_forms_give_equal_bits(name, data):
    """A function gives the same over all bins and bin by bin, whatever its arguments (engine §1.2, §2.5)."""
    setting, count = drawn_call(name, data)
    columns = [data.draw(SERIES) for _ in range(count)]
    whole = FUNCTIONS[name].over_bins(setting, *(np.array(column) for column in columns))
    assert whole.shape == (AXIS.bins,)
    assert whole.dtype == np.float64
    assert bits(whole) == bits(in_every_bin(name, setting, columns))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_numbers_hold_in_every_bin(name, data):
    """An argument that is a number counts as a series of that number (engine §3.1)."""
    setting, count = drawn_call(name, data)
    is_number = [data.draw(st.booleans()) for _ in range(count)]
    numbers = [data.draw(ANY_FLOAT) for _ in range(count)]
    columns = [
        [x] * AXIS.bins if flag else data.draw(SERIES) for flag, x in zip(is_number, numbers, strict=True)
    ]
    arguments = [x if flag else np.array(c) for flag, x, c in zip(is_number, numbers, columns, strict=True)]
    whole = FUNCTIONS[name].over_bins(setting, *arguments)
    assert bits(np.broadcast_to(whole, AXIS.bins)) == bits(in_every_bin(name, setting, columns))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10)
@given(data=st.data())
def test_arguments_are_left_alone(name, data):
    """A function over bins gives new numbers and does not write into its arguments."""
    setting, count = drawn_call(name, data)
    columns = [np.array(data.draw(SERIES)) for _ in range(count)]
    before = [column.copy() for column in columns]
    whole = FUNCTIONS[name].over_bins(setting, *columns)
    whole[:] = 1.0
    assert all(bits(old) == bits(new) for old, new in zip(before, columns, strict=True))


@pytest.mark.parametrize("name", ["MIN", "MAX", "CLAMP", "MOD", "STEP", "POW", "FLOOR", "ROUND", "PULSE"])
@given(data=st.data())
def test_nan_stays_nan(name, data):
    """A function with a NaN operand gives NaN in that bin (engine §1.4, ruling 2)."""
    setting, count = drawn_call(name, data)
    columns = [data.draw(SERIES) for _ in range(count)]
    columns[data.draw(st.integers(0, count - 1))] = [math.nan] * AXIS.bins
    assert np.isnan(FUNCTIONS[name].over_bins(setting, *map(np.array, columns))).all()


def test_long_sum_is_evaluated_without_recursion():
    """A sum of as many terms as fit is evaluated in both forms (model §6.3)."""
    formula = Formula("a" + "+a" * 2047, {"a": np.array([1.0, 2.0])}, TimeAxis(2))
    assert formula.over_bins() == formula.bin_by_bin() == [2048.0, 4096.0]
