"""Random formulas, as texts, and the words of which random models are made.

Rule 1: calm words seldom leave the finite numbers, so that most models run to their end; wild ones often do.
"""

from dataclasses import dataclass
from random import Random

STARTS = ("1969-12-31T23:59:51.300000Z", "2024-02-28T23:59:59Z", "2025-01-05T20:30:00.000007Z")
STEPS = ((7, "seconds"), (90, "minutes"), (5, "hours"), (1, "days"), (3, "weeks"))
DISTRIBUTIONS = (([1, 2, 3], [0.2, 0.5, 0.3]), ([0, 5.5], [0.1, 0.9]), ([-1, 0, 4], [0.1, 0, 0.9000005]))
LITERALS = ("0", "-0", "1", ".5", "3.", "0.1", "1e1", "-2.25", "100")
BEYOND_NUMBERS = ("LN(0)", "-LN(0)", "SQRT(-1)", "1e308")
KERNELS = ("[0, 0.6, 0.3, 0.1]", "[0]", "[-0, 0, -1.5]", "[0, 1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]")
SIGNS = ("+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=")
CALM_FORMS = (
    *("{a} + {b}", "{a} - {b}", "{a} * 0.75", "{a} / {b}", "-{a}", "({a} {sign} {b})", "{a} * -.5 - {c}"),
    *("MIN({a}, {b})", "max({a}, {b}, {c})", "CLAMP({a}, {b}, {c})", "MOD({a}, {b})", "STEP({a}, {b})"),
    *("IF({a} > {b}, {c}, -{a})", "If({a} > 0, LN({a}), {c})", "SQRT(ABS({a}))", "EXP(CLAMP({a}, -9, 9))"),
    *("{one}({a})", "POW(CLAMP({a}, -9, 9), 2)", "BIN()", "HOUR()", "WEEKDAY()", "PULSE(2)", "AVG({a}, 3)"),
    *("PULSE(3, 1, {a})", "PULSE(1, 99, {a})", "CUMSUM({a})", "EMA({a}, 0.3)", "EMA({a}, 1)"),
    *("AVG({a}, 1000)", "CONV({a}, [0.5, 0, -0.25])", "SHIFT({a}, 0)"),
)
WILD_FORMS = (*CALM_FORMS, "{a} * {b}", "{a} * -{b} - {c}", "POW({a}, {b})", "POW({a}, 2)")
LOOKING_BACK = ("SHIFT({a}, 1)", "SHIFT({a}, 2)", "SHIFT(({a}), 30)", "CONV({a}, {kernel})")
CALM_AMOUNTS = (*range(-2, 16), 0.25, 3.5, 0.1, -0.0, 1 / 3, 12.7, 1e-7, 100)


@dataclass(frozen=True)
class Words:
    """What random formulas are made of."""

    forms: tuple[str, ...]
    one_argument: tuple[str, ...]
    amounts: tuple[float, ...]


CALM = Words(CALM_FORMS, ("FLOOR", "CEIL", "ROUND", "ABS", "CUMSUM"), CALM_AMOUNTS)
WILD = Words(WILD_FORMS, (*CALM.one_argument, "SQRT", "EXP", "LN"), (*CALM_AMOUNTS, 1e300, 1.5e308))


def random_formula(random: Random, words: Words, now: list[str], anything: list[str], depth: int = 3) -> str:
    """A formula that looks at `now` in the same bin and at `anything` in bins before."""
    if depth == 0 or random.random() < 0.2:
        return random.choice([*now, random.choice(LITERALS)] if now else LITERALS)
    looks_back = random.random() < 0.35
    form = random.choice(LOOKING_BACK if looks_back else words.forms)
    readable = anything if looks_back else now
    parts = {letter: random_formula(random, words, readable, anything, depth - 1) for letter in "abc"}
    if "({a}," not in form or random.random() < 0.5:
        parts = {letter: f"({part})" for letter, part in parts.items()}
    choices = {"sign": SIGNS, "one": words.one_argument, "kernel": KERNELS}
    return form.format(**parts, **{word: random.choice(several) for word, several in choices.items()})
