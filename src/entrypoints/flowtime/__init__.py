"""FlowTime from Python: describe a system as services and queues on a time grid, and see what happens.

::

    import flowtime

    result = flowtime.create_run("order-system", deterministic_run_id=True)
    result.series["order_queue_depth"]         # values by series name

    run = flowtime.open_run(result.path)       # or by id: flowtime.open_run("run_...")
    run.metrics["OrderQueue"]["latencyMinutes"]
    run.window(96, 191).to_pandas()            # a day's third as a data frame
    flowtime.compare_runs(result.run_id, other_id).passed   # or how far two runs are apart
    flowtime.capture_run(result.run_id)        # its series as a capture
    flowtime.import_telemetry(path, series=[...], grid={...}, capture_key="visits")   # or data of your own

    model = flowtime.read_model(path)          # or flowtime.FlowModel.from_mapping({...})
    flowtime.evaluate(model).series            # numbers without a run
    flowtime.evaluate_many(model, scenarios, ["desk_queue"])   # a few series of many scenarios

A name is loaded when it is first used; importing this package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowtime_domain.errors import (
        BinOutOfRangeError,
        CaptureArtifactMissingError,
        CaptureExistsError,
        CaptureInvalidError,
        CaptureKeyInvalidError,
        DocumentError,
        FlowTimeError,
        GridsDifferError,
        ImportFailedError,
        MissingNodeDataError,
        ModelInvalidError,
        ModeUnknownError,
        ModeValidationFailedError,
        NonFiniteSeriesError,
        ParametersInvalidError,
        PathNotAllowedError,
        ProvenanceMismatchError,
        QueryInvalidError,
        RequestInvalidError,
        RunCorruptError,
        RunExistsError,
        RunIdInvalidError,
        RunNotFoundError,
        SettingInvalidError,
        StorageFullError,
        StoreUnavailableError,
        TemplateInvalidError,
        TemplateNotFoundError,
        TopologyMissingError,
        UnknownMetricError,
        UnknownNodeError,
        WipLimitInvalidError,
    )
    from flowtime_domain.evaluation.evaluation import Evaluation
    from flowtime_domain.evaluation.evaluator import evaluate
    from flowtime_domain.evaluation.finding import Finding
    from flowtime_domain.evaluation.scenarios.changes import fixed, offset, scale
    from flowtime_domain.evaluation.scenarios.many_evaluations import evaluate_many
    from flowtime_domain.evaluation.scenarios.scenario_result import ScenarioResult
    from flowtime_domain.model.flow_model import FlowModel
    from flowtime_entrypoints.library.captures import TelemetryCapture, capture_run, import_telemetry
    from flowtime_entrypoints.library.comparison import RunComparison, compare_runs
    from flowtime_entrypoints.library.models import load_template, read_model
    from flowtime_entrypoints.library.opened_run import OpenedRun
    from flowtime_entrypoints.library.opening import open_run
    from flowtime_entrypoints.library.runs import RunResult, create_run
    from flowtime_entrypoints.library.snapshot import Snapshot
    from flowtime_entrypoints.library.window import Window

_ERRORS = (
    "BinOutOfRangeError",
    "CaptureArtifactMissingError",
    "CaptureExistsError",
    "CaptureInvalidError",
    "CaptureKeyInvalidError",
    "DocumentError",
    "FlowTimeError",
    "GridsDifferError",
    "ImportFailedError",
    "MissingNodeDataError",
    "ModeUnknownError",
    "ModeValidationFailedError",
    "ModelInvalidError",
    "NonFiniteSeriesError",
    "ParametersInvalidError",
    "PathNotAllowedError",
    "ProvenanceMismatchError",
    "QueryInvalidError",
    "RequestInvalidError",
    "RunCorruptError",
    "RunExistsError",
    "RunIdInvalidError",
    "RunNotFoundError",
    "SettingInvalidError",
    "StorageFullError",
    "StoreUnavailableError",
    "TemplateInvalidError",
    "TemplateNotFoundError",
    "TopologyMissingError",
    "UnknownMetricError",
    "UnknownNodeError",
    "WipLimitInvalidError",
)
_HOMES = {
    "Evaluation": "flowtime_domain.evaluation.evaluation",
    "Finding": "flowtime_domain.evaluation.finding",
    "FlowModel": "flowtime_domain.model.flow_model",
    "OpenedRun": "flowtime_entrypoints.library.opened_run",
    "RunComparison": "flowtime_entrypoints.library.comparison",
    "RunResult": "flowtime_entrypoints.library.runs",
    "ScenarioResult": "flowtime_domain.evaluation.scenarios.scenario_result",
    "Snapshot": "flowtime_entrypoints.library.snapshot",
    "TelemetryCapture": "flowtime_entrypoints.library.captures",
    "Window": "flowtime_entrypoints.library.window",
    "capture_run": "flowtime_entrypoints.library.captures",
    "import_telemetry": "flowtime_entrypoints.library.captures",
    "compare_runs": "flowtime_entrypoints.library.comparison",
    "create_run": "flowtime_entrypoints.library.runs",
    "evaluate": "flowtime_domain.evaluation.evaluator",
    "evaluate_many": "flowtime_domain.evaluation.scenarios.many_evaluations",
    "load_template": "flowtime_entrypoints.library.models",
    "open_run": "flowtime_entrypoints.library.opening",
    "read_model": "flowtime_entrypoints.library.models",
    **dict.fromkeys(("fixed", "offset", "scale"), "flowtime_domain.evaluation.scenarios.changes"),
    **dict.fromkeys(_ERRORS, "flowtime_domain.errors"),
}

__all__ = [
    "create_run",
    "RunResult",
    "open_run",
    "OpenedRun",
    "Snapshot",
    "Window",
    "compare_runs",
    "RunComparison",
    "capture_run",
    "import_telemetry",
    "TelemetryCapture",
    "FlowModel",
    "read_model",
    "evaluate",
    "Evaluation",
    "Finding",
    "evaluate_many",
    "ScenarioResult",
    "fixed",
    "scale",
    "offset",
    "load_template",
    "BinOutOfRangeError",
    "CaptureArtifactMissingError",
    "CaptureExistsError",
    "CaptureInvalidError",
    "CaptureKeyInvalidError",
    "DocumentError",
    "FlowTimeError",
    "GridsDifferError",
    "ImportFailedError",
    "MissingNodeDataError",
    "ModeUnknownError",
    "ModeValidationFailedError",
    "ModelInvalidError",
    "NonFiniteSeriesError",
    "ParametersInvalidError",
    "PathNotAllowedError",
    "ProvenanceMismatchError",
    "QueryInvalidError",
    "RequestInvalidError",
    "RunCorruptError",
    "RunExistsError",
    "RunIdInvalidError",
    "RunNotFoundError",
    "SettingInvalidError",
    "StorageFullError",
    "StoreUnavailableError",
    "TemplateInvalidError",
    "TemplateNotFoundError",
    "TopologyMissingError",
    "UnknownMetricError",
    "UnknownNodeError",
    "WipLimitInvalidError",
]


if not TYPE_CHECKING:  # a checker knows the names above, and takes any other for a mistake

    def __getattr__(name: str) -> Any:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'flowtime' has no attribute '{name}'")
        value = getattr(import_module(home), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
