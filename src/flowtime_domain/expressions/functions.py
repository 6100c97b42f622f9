"""The functions of the language: one row per name (model §6.4, engine §3.2).

Rule 1: a new function is a row here and a kernel; parser, lags and evaluators read this table.
Rule 2: both forms of a function give equal bits, so it does not matter for a result whether a series is
evaluated at once or bin by bin (engine §2.5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, final

import numpy as np

from flowtime_domain.expressions.operators import either_form
from flowtime_domain.expressions.signatures import ALPHA, LAG, LENGTH, PERIOD, PHASE, Signature
from flowtime_domain.kernels import bin_formulas, formulas, history, time_axis
from flowtime_domain.kernels.formulas import Column, Values
from flowtime_domain.kernels.time_axis import TimeAxis


@final
@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for a call in all bins.

    Attributes
    ----------
    axis
        Number of bins and their times.
    literals
        `Call.literals`.
    initial
        What SHIFT sees before bin 0 (engine §2.6): the initial value of the series if the argument is a plain
        reference, else 0. No other function looks at it.
    """

    axis: TimeAxis
    literals: tuple[float, ...] = ()
    initial: float = 0.0


def _no_lag(literals: tuple[float, ...]) -> int:
    return 0


@final
@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language.

    Attributes
    ----------
    name
        In upper case.
    signature
        Which arguments it accepts.
    over_bins
        Called as ``over_bins(setting, *arguments)``: each argument is a series, shape (bins,), float64, or a
        Python float that holds in every bin. Gives a new series, or a Python float that holds in every bin
        (only if no argument is a series and the function looks at one bin alone).
    in_bin
        The same for bin t, on Python floats; never raises. If `remembers` is False, called as
        ``in_bin(setting, t, *arguments)`` with the arguments in bin t. If it is True, called as
        ``in_bin(setting, t, samples, previous)``: ``samples[j]`` is the argument in bin j as a Python float
        (a list, or a memoryview of an array), filled at least up to bin ``t - lag(literals)``, and
        `previous` is the result in bin t - 1 (in bin 0 it is not looked at). A caller keeps both per call.
    remembers
        Whether the function looks at bins before t.
    uses_time
        Whether the function needs an axis with times.
    lag
        From the literals: how many of the latest bins of the argument it does not look at (engine §2.3).
    """

    name: str
    signature: Signature
    over_bins: Callable[..., Values]
    in_bin: Callable[..., float]
    remembers: bool = False
    uses_time: bool = False
    lag: Callable[[tuple[float, ...]], int] = _no_lag


def _elementwise(
    name: str,
    fewest: int,
    most: int | None,
    whole: Callable[..., Values],
    single: Callable[..., float],
) -> Function:
    """A function whose value in a bin needs its arguments in that bin and nothing else."""
    both = either_form(whole, single)
    return Function(
        name,
        Signature(fewest, most),
        lambda setting, *arguments: both(*arguments),
        lambda setting, t, *arguments: single(*arguments),
    )


def _of_axis(
    name: str, whole: Callable[[TimeAxis], Column], single: Callable[[TimeAxis, int], float], uses_time: bool
) -> Function:
    """A function without arguments that follows the time axis."""
    return Function(
        name,
        Signature(0, 0),
        lambda setting: whole(setting.axis),
        lambda setting, t: single(setting.axis, t),
        uses_time=uses_time,
    )


def _series(setting: Setting, argument: Values) -> Column:
    """The argument of a function that looks back, as a series, shape (bins,)."""
    return np.full(setting.axis.bins, argument) if isinstance(argument, float) else argument


def _shift_lag(literals: tuple[float, ...]) -> int:
    return int(literals[0])


def _leading_zeros(kernel: tuple[float, ...]) -> int:
    return next((age for age, coefficient in enumerate(kernel) if coefficient != 0), len(kernel))


_ROWS: Final = (
    _elementwise("MIN", 2, None, formulas.smallest, bin_formulas.smallest),
    _elementwise("MAX", 2, None, formulas.largest, bin_formulas.largest),
    _elementwise("CLAMP", 3, 3, formulas.clamped, bin_formulas.clamped),
    _elementwise("IF", 3, 3, formulas.choice, bin_formulas.choice),
    _elementwise("MOD", 2, 2, formulas.remainder, bin_formulas.remainder),
    _elementwise("STEP", 2, 2, formulas.greater_or_equal, bin_formulas.greater_or_equal),
    _elementwise("POW", 2, 2, formulas.power, bin_formulas.power),
    _elementwise("FLOOR", 1, 1, formulas.floor, bin_formulas.floor),
    _elementwise("CEIL", 1, 1, formulas.ceiling, bin_formulas.ceiling),
    _elementwise("ROUND", 1, 1, formulas.rounded, bin_formulas.rounded),
    _elementwise("ABS", 1, 1, formulas.magnitude, abs),
    _elementwise("SQRT", 1, 1, formulas.square_root, bin_formulas.square_root),
    _elementwise("EXP", 1, 1, formulas.exponential, bin_formulas.exponential),
    _elementwise("LN", 1, 1, formulas.logarithm, bin_formulas.logarithm),
    _of_axis("BIN", time_axis.bin_indices, lambda axis, t: float(t), uses_time=False),
    _of_axis("HOUR", time_axis.hours, time_axis.hour_in_bin, uses_time=True),
    _of_axis("WEEKDAY", time_axis.weekdays, time_axis.weekday_in_bin, uses_time=True),
    Function(
        "PULSE",
        Signature(1, 3, {0: PERIOD, 1: PHASE}, defaults=(0.0, 1.0)),
        lambda setting, amplitude: time_axis.pulses(setting.axis, amplitude, *map(int, setting.literals)),
        lambda setting, t, amplitude: time_axis.pulse_in_bin(t, amplitude, *map(int, setting.literals)),
    ),
    Function(
        "SHIFT",
        Signature(2, 2, {1: LAG}),
        lambda setting, x: history.shifted(
            _series(setting, x), _shift_lag(setting.literals), setting.initial
        ),
        lambda setting, t, samples, previous: history.shifted_in_bin(
            samples, t, _shift_lag(setting.literals), setting.initial
        ),
        remembers=True,
        lag=_shift_lag,
    ),
    Function(
        "CONV",
        Signature(2, 2, array=1),
        lambda setting, x: history.convolved(_series(setting, x), setting.literals),
        lambda setting, t, samples, previous: history.convolved_in_bin(samples, t, setting.literals),
        remembers=True,
        lag=_leading_zeros,
    ),
    Function(
        "CUMSUM",
        Signature(1, 1),
        lambda setting, x: history.cumulated(_series(setting, x)),
        lambda setting, t, samples, previous: history.cumulated_in_bin(samples, t, previous),
        remembers=True,
    ),
    Function(
        "EMA",
        Signature(2, 2, {1: ALPHA}),
        lambda setting, x: history.smoothed(_series(setting, x), setting.literals[0]),
        lambda setting, t, samples, previous: history.smoothed_in_bin(
            samples, t, setting.literals[0], previous
        ),
        remembers=True,
    ),
    Function(
        "AVG",
        Signature(2, 2, {1: LENGTH}),
        lambda setting, x: history.averaged(_series(setting, x), int(setting.literals[0])),
        lambda setting, t, samples, previous: history.averaged_in_bin(samples, t, int(setting.literals[0])),
        remembers=True,
    ),
)

FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType({row.name: row for row in _ROWS})
