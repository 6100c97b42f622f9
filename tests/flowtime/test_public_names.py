"""What `import flowtime` gives."""

import subprocess
import sys

import pytest

import flowtime
from flowtime_domain.errors import FlowTimeError

PUBLIC_NAMES = {
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
}


def test_the_public_names_are_these() -> None:
    """Names are added and removed on purpose, never by accident (design §1)."""
    assert set(flowtime.__all__) == PUBLIC_NAMES
    assert len(set(flowtime.__all__)) == len(flowtime.__all__)
    assert dir(flowtime) == sorted(flowtime.__all__)


def test_every_name_leads_somewhere_and_says_what_it_is() -> None:
    """Each public name can be imported and has a docstring (design §6)."""
    for name in flowtime.__all__:
        assert getattr(flowtime, name).__doc__, name
    assert issubclass(flowtime.ModelInvalidError, FlowTimeError)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = flowtime.nothing  # type: ignore[attr-defined]


def test_a_model_is_evaluated_without_a_run() -> None:
    """A mapping becomes a model and the model numbers (design §2)."""
    model = flowtime.FlowModel.from_mapping(
        {
            "grid": {"bins": 3, "binSize": 15, "binUnit": "minutes"},
            "nodes": [
                {"id": "visits", "values": [18, 26, 12]},
                {"id": "half", "kind": "expr", "expr": "visits / 2"},
            ],
        }
    )
    assert flowtime.evaluate(model).series["half"].tolist() == [9, 13, 6]


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Names are loaded when they are first used (design §2)."""
    script = (
        "import sys, flowtime;"
        "sys.exit(bool({'numpy', 'pydantic', 'yaml', 'lark', 'flowtime_domain'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
