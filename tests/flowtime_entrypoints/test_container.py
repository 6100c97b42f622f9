"""The composition root."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from dependency_injector import providers

from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.run_observer.event_log import EventLog
from flowtime_adapters.run_observer.fan_out import FanOut
from flowtime_domain.errors import RunNotFoundError, TemplateNotFoundError
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_entrypoints import container as composition
from flowtime_entrypoints.container import Adapters, Container, Workings, build_container
from flowtime_entrypoints.settings import read_settings

ALLOWED_PROVIDERS = {"Dependency", "Singleton", "Factory", "Object", "Dict"}


def built(tmp_path: Path, **choices: object) -> Container:
    settings = read_settings({"FLOWTIME_DATA_DIR": str(tmp_path)})
    return build_container(settings, **choices)  # type: ignore[arg-type]


def test_every_provider_builds(tmp_path: Path) -> None:
    """Each part of the container can be built from the settings alone (design §9)."""
    container = built(tmp_path, with_metrics=True)
    names = list(Container.providers)
    assert "create_run" in names
    for name in names:
        assert getattr(container, name)() is not None, name


def test_modes_are_registered_under_their_names(tmp_path: Path) -> None:
    """The key of a mode in the table is its own name (design §8)."""
    for key, mode in built(tmp_path).modes().items():
        assert key == mode.name


def test_the_container_stays_small() -> None:
    """Each layer of the container has at most 80 lines and knows five kinds of providers (design §9)."""
    layers = (Adapters, Workings, Container)
    assert all(len(inspect.getsource(layer).splitlines()) <= 80 for layer in layers)
    used = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(composition)))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "providers"
    }
    assert used <= ALLOWED_PROVIDERS


def test_who_observes(tmp_path: Path) -> None:
    """Commands log, a server counts too, and callers may watch themselves (operations §3.3)."""
    assert isinstance(built(tmp_path).run_observer(), EventLog)
    assert isinstance(built(tmp_path, with_metrics=True).run_observer(), FanOut)
    observer = RecordingRunObserver()
    assert built(tmp_path, observer=observer).run_observer() is observer


def test_a_server_counts_in_its_own_registry(tmp_path: Path) -> None:
    """A failed creation is counted in the registry of its container alone (operations §3.1)."""
    container, other = (built(tmp_path, with_metrics=True) for _ in range(2))
    other.run_observer()
    request = read_run_request({"templateId": "nobody"})
    with pytest.raises(Exception, match="There is no template"):
        container.create_run()(request)
    labels = {"template_id": "unknown", "mode": "simulation"}
    assert container.metrics_registry().get_sample_value("run_failed_total", labels) == 1
    assert other.metrics_registry().get_sample_value("run_failed_total", labels) is None


def test_metrics_are_those_of_the_contract_and_no_others(tmp_path: Path) -> None:
    """No counter brings a series beside its own, such as the moment of its creation (operations §3.1)."""
    container = built(tmp_path, with_metrics=True)
    with pytest.raises(TemplateNotFoundError):
        container.create_run()(read_run_request({"templateId": "nobody"}))
    names = {sample.name for metric in container.metrics_registry().collect() for sample in metric.samples}
    assert "run_failed_total" in names
    assert [name for name in names if name.endswith("_created")] == []


def test_runs_may_lie_elsewhere(tmp_path: Path) -> None:
    """Another runs root than that of the data root can be given (runs §1.1)."""
    assert built(tmp_path).runs_root() == tmp_path / "runs"
    container = built(tmp_path, runs_root=tmp_path / "other" / "..")
    assert container.runs_root() == tmp_path
    with pytest.raises(RunNotFoundError):
        container.fetch_run()("a")


def test_parts_can_be_replaced(tmp_path: Path) -> None:
    """A test replaces a part by a provider of its own (design §10)."""
    container = built(tmp_path)
    observer = RecordingRunObserver()
    with container.run_observer.override(providers.Object(observer)):
        container.plan_run()(read_run_request({"templateId": "order-system"}))
    assert observer.names == ["RunStarted", "RunValidated", "RunCompleted"]


def test_a_command_does_not_load_what_only_a_server_needs() -> None:
    """Building a use case loads no metrics, logging or web library (design §2)."""
    script = (
        "import sys; from flowtime_entrypoints.container import build_container;"
        "from flowtime_entrypoints.settings import read_settings;"
        "build_container(read_settings({})).create_run();"
        "sys.exit(bool({'prometheus_client', 'structlog', 'litestar', 'rich'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
