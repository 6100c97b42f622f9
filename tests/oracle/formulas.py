"""A plain second reading of the language: its grammar and its functions of one bin (engine §3, model §6).

Rule 1: written from the specification alone; nothing of FlowTime is imported.
Rule 2: formulas are right in themselves: nothing is checked.
"""

import math
import re

TOKEN = re.compile(r"\s*((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[<>=!]=|[-+*/<>(),\[\]])")


class Tree:
    """The formula of a text by recursive descent (model §6.1): tuples of a kind and its parts."""

    def __init__(self, text):
        self.tokens = [*TOKEN.findall(text), ""]

    def take(self):
        return self.tokens.pop(0)

    def left_associative(self, operators, operand, most=4096):
        left = operand()
        while self.tokens[0] in operators and most:
            left, most = ("operator", self.take(), left, operand()), most - 1
        return left

    def comparison(self):
        return self.left_associative(("<", "<=", ">", ">=", "==", "!="), self.sum, most=1)

    def sum(self):
        return self.left_associative(("+", "-"), self.product)

    def product(self):
        return self.left_associative(("*", "/"), self.unary)

    def unary(self):
        if self.tokens[0] == "-":
            self.take()
            return ("negation", self.unary())
        return self.primary()

    def primary(self):
        token = self.take()
        if token == "(":
            inner = self.comparison()
            self.take()
            return inner
        if token[0].isdigit() or token[0] == ".":
            return ("number", float(token))
        if self.tokens[0] != "(":
            return ("reference", token)
        return ("call", token.upper(), self.listed(")"))

    def listed(self, closing):
        self.take()
        parts = []
        while self.tokens[0] != closing:
            parts.append(self.listed("]") if self.tokens[0] == "[" else self.comparison())
            if self.tokens[0] == ",":
                self.take()
        self.take()
        return parts


def literal(tree):
    return -literal(tree[1]) if tree[0] == "negation" else tree[1]


def guarded(function, *arguments):
    try:
        return function(*arguments)
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def power(a, b):
    odd = b % 2 == 1
    if a == 0 and b < 0:
        return math.copysign(math.inf, a) if odd else math.inf
    size = guarded(math.pow, a, b)
    return -size if size == math.inf and a < 0 and odd and a != -math.inf else size


def remainder(a, b):
    if b == 0:
        return a * 0
    r = guarded(math.fmod, a, b)
    return r + b if r != 0 and (r < 0) != (b < 0) else r


def rounded(x):
    r = float(math.trunc(x)) if math.isfinite(x) else x
    return r + math.copysign(1.0, x) if abs(x - r) >= 0.5 else r


def at_least(floor, x):
    return x if x > floor else floor


OPERATORS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a * 0 if b == 0 else a / b,
    "<": lambda a, b: float(a < b), "<=": lambda a, b: float(a <= b), ">": lambda a, b: float(a > b),
    ">=": lambda a, b: float(a >= b), "==": lambda a, b: float(a == b), "!=": lambda a, b: float(a != b),
}  # fmt: skip
POINTWISE = {
    "MIN": min, "MAX": max, "CLAMP": lambda x, low, high: max(low, min(high, x)), "MOD": remainder,
    "STEP": lambda a, b: float(a >= b), "POW": power, "ROUND": rounded, "ABS": abs,
    "FLOOR": lambda x: float(math.floor(x)) if math.isfinite(x) else x,
    "CEIL": lambda x: float(math.ceil(x)) if math.isfinite(x) else x,
    "SQRT": lambda x: guarded(math.sqrt, x), "EXP": lambda x: guarded(math.exp, x),
    "LN": lambda x: -math.inf if x == 0 else guarded(math.log, x),
}  # fmt: skip


def unless_nan(function, *values):
    return math.nan if any(map(math.isnan, values)) else function(*values)


def summed(values):
    total = 0.0
    for value in values:
        total = total + value
    return total
