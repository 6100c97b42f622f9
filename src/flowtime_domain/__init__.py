"""The core of FlowTime: models, and what they come to, without files and without a clock.

These names are stable; everything else in the package is internal. `flowtime` gives them, too, beside runs on
the disk. A name is loaded when it is first used.

Examples
--------
>>> from flowtime_domain import FlowModel, evaluate
>>> grid = {"bins": 2, "binSize": 1, "binUnit": "hours"}
>>> model = FlowModel.from_mapping({"grid": grid, "nodes": [{"id": "visits", "values": [18, 26]}]})
>>> evaluate(model).series["visits"].tolist()
[18.0, 26.0]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowtime_domain.evaluation.evaluation import Evaluation
    from flowtime_domain.evaluation.evaluator import evaluate
    from flowtime_domain.evaluation.finding import Finding
    from flowtime_domain.evaluation.scenarios.changes import fixed, offset, scale
    from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
    from flowtime_domain.evaluation.scenarios.scenario_result import ScenarioResult
    from flowtime_domain.model.flow_model import FlowModel

_HOMES = {
    "Evaluation": "flowtime_domain.evaluation.evaluation",
    "Finding": "flowtime_domain.evaluation.finding",
    "FlowModel": "flowtime_domain.model.flow_model",
    "ScenarioResult": "flowtime_domain.evaluation.scenarios.scenario_result",
    "evaluate": "flowtime_domain.evaluation.evaluator",
    "evaluate_many": "flowtime_domain.evaluation.scenarios.many_evaluations",
    **dict.fromkeys(("fixed", "offset", "scale"), "flowtime_domain.evaluation.scenarios.changes"),
}

__all__ = [
    "FlowModel",
    "evaluate",
    "Evaluation",
    "Finding",
    "evaluate_many",
    "ScenarioResult",
    "fixed",
    "scale",
    "offset",
]


if not TYPE_CHECKING:  # a checker knows the names above, and takes any other for a mistake

    def __getattr__(name: str) -> Any:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'flowtime_domain' has no attribute '{name}'")
        value = getattr(import_module(home), name)
        globals()[name] = value
        return value
