"""Scenarios that change numbers of one model.

Rule 1: a scenario gives the same bits, and fails in the same way, as a model written with its numbers.
Rule 2: what no change reaches is computed once, for all scenarios.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, final

from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.compilation.plan import Plan
from flowtime_domain.errors import DocumentError, EvaluationError, pointer_to
from flowtime_domain.evaluation.calculation import Matrix
from flowtime_domain.evaluation.compiled_fill import program_of
from flowtime_domain.evaluation.evaluator import effective_seed, is_filled_soundly, new_matrix
from flowtime_domain.evaluation.execution_path import Path, machine_code_for
from flowtime_domain.evaluation.failures import failing_rows, first_failure
from flowtime_domain.evaluation.named_rows import NamedRows
from flowtime_domain.evaluation.scenarios.changed_numbers import changed_number, write_changed
from flowtime_domain.evaluation.scenarios.changes import change_of
from flowtime_domain.evaluation.scenarios.chosen_series import ChosenSeries
from flowtime_domain.evaluation.scenarios.fills import Fill, compiled_fill, numpy_fill
from flowtime_domain.evaluation.scenarios.plan_draft import PlanDraft
from flowtime_domain.evaluation.scenarios.target import NumberTarget, SeriesTarget
from flowtime_domain.evaluation.scenarios.targets import Targets, other_name
from flowtime_domain.kernels.compiled import Run
from flowtime_domain.model.value_words import shown_value

# Sets of targets that are remembered: few callers change now these, now those, and memory stays bounded.
_REACHES: Final = 64
# What is small work for a thread, in numbers to be computed, and how many scenarios it may be at most.
_NUMBERS_PER_TASK: Final = 2**21
_MOST_PER_TASK: Final = 16
# How many scenarios are expected of an iterator.
_MANY: Final = 1000


@final
@dataclass(frozen=True, slots=True, eq=False)
class _Base:
    """The numbers of the model itself; they need not be finite, since a scenario may mend them.

    Attributes
    ----------
    matrix
        shape (rows, bins); read-only.
    failing
        The rows that are not finite, or limits below 0.
    """

    matrix: Matrix
    failing: frozenset[int]

    @classmethod
    def of(cls, plan: Plan, seed: int | None, path: Path | None) -> "_Base":
        matrix = new_matrix(plan)
        is_sound = is_filled_soundly(plan, matrix, seed, path)
        matrix.flags.writeable = False
        return cls(matrix, frozenset(() if is_sound else failing_rows(plan, matrix)))


@final
@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """What is computed for scenarios that change the same targets.

    Attributes
    ----------
    rows
        All rows that may differ from the base.
    mends
        Whether all failing rows of the base are among them.
    fill
        Computes them, but not the changed series themselves, which are given.
    """

    rows: frozenset[int]
    mends: bool
    fill: Fill


@final
@dataclass(slots=True, eq=False)
class _Workspace:
    """A matrix that differs from the base in some rows only: shape (rows, bins)."""

    matrix: Matrix
    differing: frozenset[int] = frozenset()

    def prepare(self, base: Matrix, rows: frozenset[int]) -> None:
        """Make all but some rows, which are about to be written, equal to the base.

        Parameters
        ----------
        base
            shape (rows, bins), in the units of the series.
        rows
            Those about to be written.
        """
        if self.differing is not rows:
            stale = list(self.differing - rows)
            self.matrix[stale] = base[stale]
            self.differing = rows


@final
class ModelScenarios:
    """Evaluates scenarios of a model; several threads may ask at once.

    Each evaluation takes a matrix from those that are not in use, and puts it back.

    Attributes
    ----------
    scenarios_per_task
        How many a thread takes at once.
    """

    def __init__(
        self, plan: Plan, outputs: Sequence[str], seed: int | None, path: Path | None = None
    ) -> None:
        self._plan = plan
        self._path = path
        self._outputs = ChosenSeries.of(plan, outputs)
        self._seed = effective_seed(plan, seed)
        self._dependents = Dependents.of(plan)
        self._targets = Targets(plan, self._dependents)
        self._numbers = len(plan.steps) * plan.model.grid.bins
        self.scenarios_per_task = max(1, min(_NUMBERS_PER_TASK // self._numbers, _MOST_PER_TASK))
        self._workspaces: list[_Workspace] = []
        self._base: _Base | None = None
        self._run: Run | None = None
        self._reach = lru_cache(maxsize=_REACHES)(self._reach_of)

    def errors(self, scenario: Mapping[str, object]) -> Iterator[DocumentError]:
        """Everything that is wrong with the changes of a scenario; nothing is computed."""
        for name, written in scenario.items():
            for fault in self._targets.named(str(name)).faults(change_of(written)):
                message = f"{shown_value(str(name))}: {fault.message}"
                yield DocumentError(code=fault.code, message=message, pointer=pointer_to((str(name),)))
            other = other_name(str(name))
            if other is not None and other in scenario:
                message = f"{shown_value(str(name))}: '{other}' is the same; write one of them."
                yield DocumentError(code="key_conflict", message=message, pointer=pointer_to((str(name),)))

    def prepare(self, scenarios: int | None) -> None:
        """Compute what so many scenarios have in common; many if None."""
        each = self._numbers
        self._run = machine_code_for(each * (_MANY if scenarios is None else scenarios + 1), self._path)
        self._base = _Base.of(self._plan, self._seed, "numpy" if self._run is None else "compiled")

    def series(self, scenario: Mapping[str, object]) -> NamedRows:
        """The chosen series of a scenario without errors.

        Returns
        -------
        NamedRows
            Name -> shape (bins,), read-only; items per bin for flows, items for stocks.

        Raises
        ------
        NonFiniteSeriesError
            A number is NaN or infinite, whether or not it is among the chosen series.
        WipLimitInvalidError
            A series that limits work in progress is negative or not finite.
        """
        assert self._base is not None
        reach = self._reach(frozenset(map(str, scenario)))
        workspace = self._workspace(self._base)
        matrix = workspace.matrix
        workspace.prepare(self._base.matrix, reach.rows)
        plan, is_finite = self._change(scenario, matrix)
        is_sound = reach.fill(plan, matrix) and is_finite and reach.mends
        found = self._outputs.copied(matrix) if is_sound else first_failure(plan, matrix)
        self._workspaces.append(workspace)
        if isinstance(found, EvaluationError):
            raise found
        return found

    def _workspace(self, base: _Base) -> _Workspace:
        try:
            return self._workspaces.pop()
        except IndexError:
            return _Workspace(base.matrix.copy())

    def _reach_of(self, names: frozenset[str]) -> _Reach:
        assert self._base is not None
        targets = [self._targets.named(name) for name in names]
        given = {target.row for target in targets if isinstance(target, SeriesTarget)}
        begun = {row for target in targets if isinstance(target, NumberTarget) for row in target.rows}
        reached = self._dependents.components_reached([*given, *begun])
        rows = frozenset(row for component in reached for row in component.rows)
        computed = tuple(component for component in reached if component.rows[0] not in given)
        if self._run is None:
            fill = numpy_fill(computed, tuple(rows), self._seed)
        else:
            index_of = self._dependents.component_of
            changing = {self._dependents.components[index_of[row]] for row in begun}
            fill = compiled_fill(self._run, program_of(self._plan), computed, changing, self._seed)
        return _Reach(rows, self._base.failing <= rows, fill)

    def _change(self, scenario: Mapping[str, object], matrix: Matrix) -> tuple[Plan, bool]:
        """The plan of a scenario; the series that it changes are written, and whether these are finite."""
        assert self._base is not None
        draft: PlanDraft | None = None
        given = []
        for name, written in scenario.items():
            change = change_of(written)
            target = self._targets.named(str(name))
            if isinstance(target, SeriesTarget):
                given.append((target.row, change))
            else:
                assert isinstance(target, NumberTarget)
                draft = draft or PlanDraft(self._plan)
                target.put(draft, changed_number(target.written, change))
        plan = self._plan if draft is None else draft.plan()
        return plan, write_changed(given, self._base.matrix, matrix)
