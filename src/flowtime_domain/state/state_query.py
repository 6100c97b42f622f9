"""Questions about the state of runs, as callers write them (state §4.1, §5.1, §8.1).

Rule 1: this file knows how a question is written; whether a run can answer it is another matter.
Rule 2: all mistakes of a question are found together (state §1.4).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, final

from flowtime_domain.errors import (
    DocumentError,
    QueryInvalidError,
    did_you_mean,
    in_document_order,
    pointer_to,
)
from flowtime_domain.runs.identity import RunId
from flowtime_domain.state.tolerance import Allowance, Tolerance

_INTEGER: Final = re.compile(r"([+-]?)0*([0-9]+)\Z", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_DIGITS: Final = 18
_SHOWN: Final = 64


@final
@dataclass(frozen=True, slots=True)
class SnapshotQuery:
    """One bin of some nodes and metrics; all of them if none is named. Over HTTP it has all metrics."""

    bin_index: int
    node_ids: tuple[str, ...] | None = None
    metrics: tuple[str, ...] | None = None


@final
@dataclass(frozen=True, slots=True)
class WindowQuery:
    """A range of bins, both ends included, of some nodes and metrics; all of them if none is named."""

    start_bin: int
    end_bin: int
    node_ids: tuple[str, ...] | None = None
    metrics: tuple[str, ...] | None = None


@final
@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """Two runs, and what they may differ by."""

    left: RunId
    right: RunId
    tolerance: Tolerance


def read_snapshot_query(given: Sequence[tuple[str, str]]) -> SnapshotQuery:
    """The question for one bin in query parameters, given as pairs of name and text.

    Raises
    ------
    QueryInvalidError
        Parameters are missing, unknown, given twice or wrong; `errors` lists them all.

    Examples
    --------
    >>> read_snapshot_query([("binIndex", "3"), ("nodeIds", "Desk,Till,Desk")])
    SnapshotQuery(bin_index=3, node_ids=('Desk', 'Till'), metrics=None)
    """
    reading = _Reading(given, "binIndex", "nodeIds")
    query = SnapshotQuery(reading.bin("binIndex"), reading.names("nodeIds"))
    reading.refuse()
    return query


def read_window_query(given: Sequence[tuple[str, str]]) -> WindowQuery:
    """The question for a range of bins in query parameters, given as pairs of name and text.

    Raises
    ------
    QueryInvalidError
        Parameters are missing, unknown, given twice or wrong; `errors` lists them all.
    """
    reading = _Reading(given, "startBin", "endBin", "nodeIds", "metrics")
    start_bin, end_bin = reading.bin("startBin"), reading.bin("endBin")
    query = WindowQuery(start_bin, end_bin, reading.names("nodeIds"), reading.names("metrics"))
    reading.refuse()
    return query


def read_comparison_query(given: Sequence[tuple[str, str]]) -> ComparisonQuery:
    """The question how two runs differ in query parameters, given as pairs of name and text.

    Raises
    ------
    RunIdInvalidError
        A parameter that is to name a run has no run id.
    QueryInvalidError
        Parameters are missing, unknown, given twice or wrong; `errors` lists them all.
    """
    reading = _Reading(given, "left", "right", "absolute", "relative")
    named = reading.text("left"), reading.text("right")
    run_ids = [RunId(name) for name in named if name is not None]
    allowance = Allowance(absolute=reading.size("absolute"), relative=reading.size("relative"))
    reading.refuse()
    left, right = run_ids
    return ComparisonQuery(left, right, Tolerance(default=allowance))


@final
class _Reading:
    """Parameters being read, and what was found wrong with them."""

    def __init__(self, given: Sequence[tuple[str, str]], *known: str) -> None:
        self._texts = dict(given)
        self._errors = [_unknown(name, known) for name in self._texts if name not in known]
        for name, count in Counter(name for name, _ in given).items():
            if count > 1:
                self._report("repeated_member", f"'{name[:_SHOWN]}' is given {count} times.", name)

    def bin(self, name: str) -> int:
        """The number of a bin; a number too long to be one counts as the largest of its length."""
        text = self._texts.get(name)
        match = None if text is None else _INTEGER.match(text)
        if match:
            sign, digits = match.groups()
            return int(sign + digits[:_DIGITS])
        if text is None:
            self._report("required_member", f"'{name}' is missing: give the number of a bin.", name)
        else:
            self._report("invalid_type", f"'{name}' must be an integer, got '{text[:_SHOWN]}'.", name)
        return 0

    def names(self, name: str) -> tuple[str, ...] | None:
        """The distinct names of a comma list."""
        if name not in self._texts:
            return None
        names = tuple(dict.fromkeys(self._texts[name].split(",")))
        if "" in names:
            message = f"'{name}' must be names with commas between them; a name is empty."
            self._report("invalid_type", message, name)
        return names

    def text(self, name: str) -> str | None:
        """What is to name a run."""
        if name not in self._texts:
            self._report("required_member", f"'{name}' is missing: give the id of a run.", name)
        return self._texts.get(name)

    def size(self, name: str) -> float:
        """A number of at least 0; 0 if it is not given."""
        text = self._texts.get(name, "0")
        if not _NUMBER.fullmatch(text):
            self._report("invalid_type", f"'{name}' must be a number, got '{text[:_SHOWN]}'.", name)
        elif not (isfinite(size := float(text)) and size >= 0):
            self._report(
                "out_of_range", f"'{name}' must be finite and at least 0, got {text[:_SHOWN]}.", name
            )
        else:
            return size
        return 0.0

    def refuse(self) -> None:
        """Raise what was found."""
        if self._errors:
            raise QueryInvalidError(in_document_order(self._errors))

    def _report(self, code: str, message: str, name: str) -> None:
        self._errors.append(_error(code, message, name))


def _unknown(name: str, known: Sequence[str]) -> DocumentError:
    hint = did_you_mean(name, known) or f"; known here: {', '.join(known)}."
    return _error("unknown_member", f"There is no query parameter '{name[:_SHOWN]}'{hint}", name)


def _error(code: str, message: str, name: str) -> DocumentError:
    return DocumentError(code=code, message=message, pointer=pointer_to([name]))
