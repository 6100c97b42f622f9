"""From one model and many scenarios to a few numbers of each.

Rule 1: results do not depend on the number of workers, and come in the order of the scenarios.
Rule 2: memory does not grow with the number of scenarios.
"""

import operator
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, TypeAlias

from flowtime_domain.errors import (
    DocumentError,
    EvaluationError,
    ModelInvalidError,
    RequestInvalidError,
    TemplateInvalidError,
)
from flowtime_domain.evaluation.evaluator import plan_of
from flowtime_domain.evaluation.scenarios.model_scenarios import ModelScenarios
from flowtime_domain.evaluation.scenarios.ordered_results import ordered_results
from flowtime_domain.evaluation.scenarios.scenario_result import ScenarioResult
from flowtime_domain.evaluation.scenarios.template_scenarios import TemplateScenarios
from flowtime_domain.evaluation.seeds import checked_seed
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.value_words import kind_of_value
from flowtime_domain.templates.template import Template

Scenario: TypeAlias = Mapping[str, Any]
Progress: TypeAlias = Callable[[int, int | None], object]
_Evaluated: TypeAlias = ModelScenarios | TemplateScenarios


def evaluate_many(
    model: FlowModel | Template,
    scenarios: Iterable[Scenario],
    outputs: Iterable[str] | str,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Generator[ScenarioResult, None, None]:
    """The chosen series of many scenarios, one after the other.

    A scenario gives the same bits as a model that is written with its numbers. Only what its changes reach is
    computed; the rest is computed once. Random draws are the same in all scenarios.

    Parameters
    ----------
    model
        What the scenarios change.
    scenarios
        Each a mapping from a target to a change; an empty one is the model as it is. Targets: the id of a
        series node of kind const or pmf; ``<topology id>.initialCondition``, the backlog before bin 0;
        ``<topology id>.wipLimit`` and ``<topology id>.parallelism`` where these are numbers;
        ``<router id>.routes[<i>].weight``, counted from 0. Changes: a number; for a series also an array of
        shape (bins,); `fixed`, `scale` or `offset`, for a series over a window of bins if wanted. For a
        template each scenario is a mapping from a parameter to its value instead. A sequence is checked
        as a whole before anything is computed; of an iterator each when its turn comes.
    outputs
        Names of the series that are kept, or one name.
    seed
        Where random draws start, 0..2^63-1; the model's own seed if None.
    workers
        Number of threads; 1 if None, which is the caller's own.
    progress
        Called by the caller's thread as ``progress(done, total)`` before each result; `total` is None if
        the scenarios are no sequence.

    Returns
    -------
    Generator
        A `ScenarioResult` for each scenario, in order. Closing it, or dropping it, stops the work.

    Raises
    ------
    RequestInvalidError
        Targets, changes, outputs or `seed` are wrong; `errors` lists all of a sequence, each with the
        pointer ``/scenarios/<index>/<target>``.
    ModelInvalidError
        As for `evaluate`.
    TypeError, ValueError
        `model` is neither a model nor a template; `workers` is no integer, or below 1.

    Examples
    --------
    >>> visits = {"id": "visits", "values": [18, 26, 12]}
    >>> doubled = {"id": "doubled", "kind": "expr", "expr": "visits * 2"}
    >>> grid = {"bins": 3, "binSize": 1, "binUnit": "hours"}
    >>> model = FlowModel.from_mapping({"grid": grid, "nodes": [visits, doubled]})
    >>> for result in evaluate_many(model, [{}, {"visits": 7}], ["doubled"]):
    ...     print(result.index, result.series["doubled"].tolist())
    0 [36.0, 52.0, 24.0]
    1 [14.0, 14.0, 14.0]
    """
    threads = 1 if workers is None else operator.index(workers)
    if threads < 1:
        raise ValueError(f"'workers' must be at least 1, got {workers}.")
    seed = checked_seed(seed)
    names = (outputs,) if isinstance(outputs, str) else tuple(outputs)
    evaluated: _Evaluated = (
        TemplateScenarios(model, names, seed)
        if isinstance(model, Template)
        else ModelScenarios(plan_of(model), names, seed)
    )
    total = None
    if isinstance(scenarios, Sequence):
        total = len(scenarios)
        _refuse(
            error for index, scenario in enumerate(scenarios) for error in _errors(evaluated, index, scenario)
        )
    return scenario_results(evaluated, scenarios, total, threads, progress)


def scenario_results(
    evaluated: _Evaluated,
    scenarios: Iterable[Scenario],
    total: int | None,
    workers: int,
    progress: Progress | None = None,
) -> Generator[ScenarioResult, None, None]:
    """The results of scenarios, in order; those of a known total have been checked already."""

    def result(numbered: tuple[int, Scenario]) -> ScenarioResult:
        index, scenario = numbered
        if total is None:
            _refuse(_errors(evaluated, index, scenario))
        try:
            return ScenarioResult(index, evaluated.series(scenario))
        except (EvaluationError, ModelInvalidError, TemplateInvalidError) as failure:
            return ScenarioResult(index, {}, failure)

    evaluated.prepare(total)
    together = evaluated.scenarios_per_task
    if total is not None:
        together = min(together, max(total // workers, 1))
    with closing(ordered_results(result, enumerate(scenarios), workers, together)) as results:
        for each in results:
            if progress is not None:
                progress(each.index + 1, total)
            yield each


def _errors(evaluated: _Evaluated, index: int, scenario: Scenario) -> Iterator[DocumentError]:
    place = f"/scenarios/{index}"
    if isinstance(scenario, Mapping):
        for error in evaluated.errors(scenario):
            yield replace(error, pointer=place + error.pointer)
    else:
        message = f"A scenario maps targets to changes; this is {kind_of_value(scenario)}."
        yield DocumentError(code="invalid_type", message=message, pointer=place)


def _refuse(errors: Iterator[DocumentError]) -> None:
    found = tuple(errors)
    if found:
        raise RequestInvalidError(found, "The call")
