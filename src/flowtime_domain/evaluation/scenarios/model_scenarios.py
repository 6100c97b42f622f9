"""Scenarios that change numbers of one model.

Rule 1: a scenario gives the same bits, and fails in the same way, as a model written with its numbers.
Rule 2: what no change reaches is computed once, for all scenarios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import final

import numpy as np

from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.compilation.plan import Component, Plan
from flowtime_domain.errors import DocumentError, NonFiniteSeriesError, pointer_to
from flowtime_domain.evaluation.calculation import Column, Matrix
from flowtime_domain.evaluation.evaluator import effective_seed, fill_matrix, first_failure, new_matrix
from flowtime_domain.evaluation.scenarios.changes import change_of, changed, changed_number
from flowtime_domain.evaluation.scenarios.chosen_series import ChosenSeries
from flowtime_domain.evaluation.scenarios.target import NumberTarget, SeriesTarget
from flowtime_domain.evaluation.scenarios.targets import Targets
from flowtime_domain.model.value_words import shown_value


@final
@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """The numbers of the model itself; they need not be finite, since a scenario may mend them.

    Attributes
    ----------
    matrix
        shape (rows, bins); read-only.
    failing
        The rows that are not finite.
    """

    matrix: Matrix
    failing: frozenset[int]

    @classmethod
    def of(cls, plan: Plan, seed: int | None) -> "_Base":
        matrix = new_matrix(plan)
        fill_matrix(plan, matrix, seed)
        matrix.flags.writeable = False
        return cls(matrix, frozenset(np.flatnonzero(~np.isfinite(matrix).all(axis=1)).tolist()))


@final
@dataclass(slots=True)
class _Changes:
    """Where a scenario begins: a changed plan, given series, and rows that come about otherwise."""

    plan: Plan
    given: dict[int, Column] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)


@final
class ModelScenarios:
    """Evaluates scenarios of a model; several threads may ask at once.

    Each evaluation takes a matrix from those that are not in use, and puts it back as the base left it.
    """

    def __init__(self, plan: Plan, outputs: Sequence[str], seed: int | None) -> None:
        self._plan = plan
        self._outputs = ChosenSeries.of(plan, outputs)
        self._seed = effective_seed(plan, seed)
        self._dependents = Dependents.of(plan)
        self._targets = Targets(plan, self._dependents)
        self._matrices: list[Matrix] = []
        self._base: _Base | None = None

    def errors(self, scenario: Mapping[str, object]) -> Iterator[DocumentError]:
        """Everything that is wrong with the changes of a scenario; nothing is computed."""
        for name, written in scenario.items():
            for fault in self._targets.named(str(name)).faults(change_of(written)):
                message = f"{shown_value(str(name))}: {fault.message}"
                yield DocumentError(code=fault.code, message=message, pointer=pointer_to((str(name),)))

    def prepare(self) -> None:
        """Compute what the scenarios have in common."""
        self._base = _Base.of(self._plan, self._seed)

    def series(self, scenario: Mapping[str, object]) -> Mapping[str, Column]:
        """The chosen series of a scenario without errors.

        Returns
        -------
        Mapping
            Name -> shape (bins,), read-only; items per bin for flows, items for stocks.

        Raises
        ------
        NonFiniteSeriesError
            A number is NaN or infinite, whether or not it is among the chosen series.
        """
        assert self._base is not None
        changes = self._changes(scenario, self._base.matrix)
        reached = self._dependents.components_reached([*changes.given, *changes.rows])
        rows = [row for component in reached for row in component.rows]
        matrix = self._matrix(self._base)
        self._fill(changes, reached, matrix)
        is_finite = self._base.failing.issubset(rows) and bool(np.isfinite(matrix[rows]).all())
        found = self._outputs.copied(matrix) if is_finite else first_failure(changes.plan, matrix)
        matrix[rows] = self._base.matrix[rows]
        self._matrices.append(matrix)
        if isinstance(found, NonFiniteSeriesError):
            raise found
        return found

    def _matrix(self, base: _Base) -> Matrix:
        try:
            return self._matrices.pop()
        except IndexError:
            return base.matrix.copy()

    def _changes(self, scenario: Mapping[str, object], base: Matrix) -> _Changes:
        changes = _Changes(self._plan)
        for name, written in scenario.items():
            change = change_of(written)
            target = self._targets.named(str(name))
            if isinstance(target, SeriesTarget):
                changes.given[target.row] = changed(base[target.row], change)
            else:
                assert isinstance(target, NumberTarget)
                number = changed_number(target.written, change)
                changes.plan = target.with_number(changes.plan, number)
                changes.rows |= target.rows
        return changes

    def _fill(self, changes: _Changes, reached: Sequence[Component], matrix: Matrix) -> None:
        for row, values in changes.given.items():
            np.add(values, 0.0, out=matrix[row])
        computed = [component for component in reached if component.rows[0] not in changes.given]
        fill_matrix(changes.plan, matrix, self._seed, computed)
