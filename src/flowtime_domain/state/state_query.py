"""Questions about the state of runs, as callers write them (state §4.1, §5.1, §8.1).

Rule 1: this file knows how a question is written; whether a run can answer it is another matter.
Rule 2: all mistakes of a question are found together (state §1.4).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, final

from flowtime_domain.errors import QueryInvalidError, in_document_order
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.query_members import (
    integer_in,
    member_error,
    repeated_members,
    shown,
    unknown_members,
)
from flowtime_domain.state.tolerance import Allowance, Tolerance

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)


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
        self._errors = [*unknown_members(given, known), *repeated_members(given)]

    def bin(self, name: str) -> int:
        """The number of a bin."""
        text = self._texts.get(name)
        number = None if text is None else integer_in(text)
        if number is not None:
            return number
        if text is None:
            self._report("required_member", f"'{name}' is missing: give the number of a bin.", name)
        else:
            self._report("invalid_type", f"'{name}' must be an integer, got '{shown(text)}'.", name)
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
            self._report("invalid_type", f"'{name}' must be a number, got '{shown(text)}'.", name)
        elif not (isfinite(size := float(text)) and size >= 0):
            self._report("out_of_range", f"'{name}' must be finite and at least 0, got {shown(text)}.", name)
        else:
            return size
        return 0.0

    def refuse(self) -> None:
        """Raise what was found."""
        if self._errors:
            raise QueryInvalidError(in_document_order(self._errors))

    def _report(self, code: str, message: str, name: str) -> None:
        self._errors.append(member_error(code, message, name))
