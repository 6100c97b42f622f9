"""Which class fills which port: the composition root.

Rule 1: only this file imports adapters; nothing else builds one.
Rule 2: importing this file is what a command pays before its work; what only a server needs is imported
when it is first asked for.
Rule 3: a part is built on the thread that first asks for it; a server asks before it starts its threads.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, final

from dependency_injector import containers, providers

from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.capture_store.directory import DirectoryCaptureStore
from flowtime_adapters.clock.system import SystemClock
from flowtime_adapters.document_reader.json import read_strict_json
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_adapters.id_source.random import RandomIdSource
from flowtime_adapters.import_source.csv import CsvImportSource
from flowtime_adapters.import_source.parquet import ParquetImportSource
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_adapters.run_observer.event_log import EventLog
from flowtime_adapters.run_observer.fan_out import FanOut
from flowtime_adapters.template_source.directory import DirectoryTemplateSource
from flowtime_adapters.template_source.packaged import PackagedTemplateSource
from flowtime_adapters.time_zones.zoneinfo import ZoneInfoTimeZones
from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.modes.simulation import SimulationMode
from flowtime_domain.modes.telemetry import TelemetryMode
from flowtime_domain.ports.run_catalog import RunCatalog
from flowtime_domain.ports.run_observer import RunObserver
from flowtime_domain.ports.template_source import TemplateSource
from flowtime_domain.state.run_views import RunViews
from flowtime_domain.state.stored_model import STORED_DOCUMENT_LIMITS
from flowtime_domain.use_cases.capture_run import CaptureRun
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.compare_runs import CompareRuns
from flowtime_domain.use_cases.create_run import CreateRun
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.delete_run import DeleteRun
from flowtime_domain.use_cases.fetch_capture import FetchCapture
from flowtime_domain.use_cases.fetch_graph import FetchGraph
from flowtime_domain.use_cases.fetch_run import FetchRun
from flowtime_domain.use_cases.fetch_state import FetchState
from flowtime_domain.use_cases.fetch_template import FetchTemplate
from flowtime_domain.use_cases.fetch_window import FetchWindow
from flowtime_domain.use_cases.import_telemetry import ImportTelemetry
from flowtime_domain.use_cases.list_runs import ListRuns
from flowtime_domain.use_cases.list_templates import ListTemplates
from flowtime_domain.use_cases.plan_run import PlanRun
from flowtime_domain.use_cases.rebuild_catalog import RebuildCatalog
from flowtime_domain.use_cases.render_template import RenderTemplate
from flowtime_domain.use_cases.run_preparation import RunPreparation
from flowtime_domain.use_cases.validate_model import ValidateModel
from flowtime_domain.use_cases.verify_runs import VerifyRuns
from flowtime_entrypoints.log_setup import logger_of
from flowtime_entrypoints.settings import Settings

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry


def _metrics_registry() -> CollectorRegistry:
    from prometheus_client import CollectorRegistry, disable_created_metrics

    # Else each counter brings a second series with the moment of its creation, `run_created_created` first.
    disable_created_metrics()  # type: ignore[no-untyped-call]  # the library has left it without types
    return CollectorRegistry()


def _metrics_sink(registry: CollectorRegistry) -> RunObserver:
    from flowtime_adapters.run_observer.metrics_sink import MetricsSink

    return MetricsSink(registry)


def _run_catalog(settings: Settings, runs_root: Path) -> RunCatalog | None:
    """The catalog in the data root; runs that lie elsewhere have none (runs §10.3)."""
    is_elsewhere = runs_root != Path(os.path.abspath(settings.runs_root))
    return None if is_elsewhere else SqliteRunCatalog(runs_root.parent / "catalog.db")


def _template_sources(directories: tuple[Path, ...]) -> tuple[TemplateSource, ...]:
    return (*(DirectoryTemplateSource(path) for path in directories), PackagedTemplateSource())


class Adapters(containers.DeclarativeContainer):
    """What a process is told, and what it meets the world with."""

    settings = providers.Dependency(instance_of=Settings)
    engine_version = providers.Dependency(instance_of=str)
    runs_root: providers.Dependency[Path] = providers.Dependency()
    trusts_callers = providers.Dependency(instance_of=bool)

    logger = providers.Singleton(logger_of, settings)
    metrics_registry = providers.Singleton(_metrics_registry)
    shows_traces = providers.Dependency(instance_of=bool)
    event_log = providers.Singleton(EventLog, logger, settings.provided.log_level, shows_traces=shows_traces)
    log_and_metrics = providers.Singleton(
        FanOut, event_log, providers.Singleton(_metrics_sink, metrics_registry)
    )
    run_observer: providers.Dependency[RunObserver] = providers.Dependency(default=event_log)

    clock = providers.Singleton(SystemClock)
    id_source = providers.Singleton(RandomIdSource)
    time_zones = providers.Singleton(ZoneInfoTimeZones)
    strict_json = providers.Object(read_strict_json)
    document_reader = providers.Singleton(YamlOrJsonDocumentReader, settings.provided.document_limits)
    stored_models = providers.Singleton(YamlOrJsonDocumentReader, STORED_DOCUMENT_LIMITS)
    template_sources = providers.Singleton(_template_sources, settings.provided.templates_dirs)
    run_catalog = providers.Singleton(_run_catalog, settings, runs_root)
    artifact_store = providers.Singleton(
        FilesystemArtifactStore,
        runs_root,
        settings.provided.open_runs,
        observer=run_observer,
        catalog=run_catalog,
        models=stored_models,
    )
    capture_store = providers.Singleton(
        DirectoryCaptureStore,
        settings.provided.data_dir,
        settings.provided.capture_directories,
        trusts_callers=trusts_callers,
        observer=run_observer,
    )
    import_sources = providers.Dict(
        csv=providers.Factory(CsvImportSource, settings.provided.import_roots),
        parquet=providers.Factory(ParquetImportSource, settings.provided.import_roots),
    )


class Workings(Adapters):
    """What use cases share."""

    catalog_upkeep = providers.Singleton(
        CatalogUpkeep,
        Adapters.artifact_store,
        Adapters.run_catalog,
        providers.Singleton(SqliteRunCatalog, None),
        Adapters.run_observer,
        Adapters.clock,
    )
    catalogue = providers.Singleton(TemplateCatalogue, Adapters.template_sources, Adapters.document_reader)
    model_limits = Adapters.settings.provided.model_limits
    model_source = providers.Factory(
        ModelSource, catalogue, Adapters.document_reader, Adapters.settings.provided.document_limits
    )
    modes = providers.Dict(
        simulation=providers.Factory(SimulationMode, model_source, model_limits),
        telemetry=providers.Factory(TelemetryMode, model_source, model_limits, Adapters.capture_store),
    )
    creation_gate = providers.Singleton(
        CreationGate,
        Adapters.settings.provided.max_concurrent_creations,
        Adapters.settings.provided.max_running_cells,
    )
    preparation = providers.Factory(
        RunPreparation,
        modes=modes,
        catalogue=catalogue,
        store=Adapters.artifact_store,
        observer=Adapters.run_observer,
        clock=Adapters.clock,
        id_source=Adapters.id_source,
        model_limits=model_limits,
    )
    run_views = providers.Singleton(RunViews, Adapters.stored_models)


@final
class Container(Workings):
    """Everything that a process needs, built when first asked for."""

    create_run = providers.Factory(
        CreateRun,
        Workings.preparation,
        Workings.creation_gate,
        Workings.catalog_upkeep,
        Workings.engine_version,
    )
    plan_run = providers.Factory(PlanRun, Workings.preparation)
    fetch_run = providers.Factory(FetchRun, Workings.artifact_store)
    fetch_state = providers.Factory(
        FetchState, Workings.artifact_store, Workings.run_views, Workings.run_observer
    )
    fetch_window = providers.Factory(
        FetchWindow,
        Workings.artifact_store,
        Workings.run_views,
        Workings.run_observer,
        Workings.settings.provided.max_window_points,
    )
    fetch_graph = providers.Singleton(FetchGraph, Workings.artifact_store, Workings.stored_models)
    compare_runs = providers.Factory(CompareRuns, Workings.artifact_store, Workings.run_views)
    capture_run = providers.Factory(
        CaptureRun,
        Workings.artifact_store,
        Workings.capture_store,
        Workings.run_views,
        Workings.stored_models,
        Workings.creation_gate,
        Workings.run_observer,
        Workings.clock,
        Workings.engine_version,
    )
    fetch_capture = providers.Factory(FetchCapture, Workings.capture_store)
    import_telemetry = providers.Factory(
        ImportTelemetry,
        Workings.import_sources,
        Workings.capture_store,
        Workings.time_zones,
        Workings.creation_gate,
        Workings.run_observer,
        Workings.clock,
        Workings.model_limits,
        Workings.engine_version,
    )
    list_runs = providers.Factory(ListRuns, Workings.catalog_upkeep)
    delete_run = providers.Factory(
        DeleteRun, Workings.artifact_store, Workings.catalog_upkeep, Workings.run_observer
    )
    verify_runs = providers.Factory(VerifyRuns, Workings.artifact_store, Workings.catalog_upkeep)
    rebuild_catalog = providers.Factory(RebuildCatalog, Workings.artifact_store, Workings.catalog_upkeep)
    list_templates = providers.Factory(ListTemplates, Workings.catalogue)
    fetch_template = providers.Factory(FetchTemplate, Workings.catalogue)
    validate_model = providers.Factory(
        ValidateModel, Workings.model_source, Workings.model_limits, Workings.creation_gate
    )
    render_template = providers.Factory(RenderTemplate, Workings.model_source, Workings.model_limits)


def build_container(
    settings: Settings,
    *,
    runs_root: Path | None = None,
    observer: RunObserver | None = None,
    with_metrics: bool = False,
) -> Container:
    """The parts of one process.

    Parameters
    ----------
    settings
        What the deployment has set.
    runs_root
        Directory of runs other than ``<data>/runs``.
    observer
        Sees the events about runs instead of the event log.
    with_metrics
        Whether events are counted in `metrics_registry` besides being logged, as a server does; a process
        that only logs shows stack traces at level debug alone (operations §4.3), and opens any directory of
        captures that its user names (telemetry §2.3).
    """
    root = os.path.abspath(settings.runs_root if runs_root is None else runs_root)
    container = Container(
        settings=settings,
        engine_version=version("flowtime"),
        runs_root=Path(root),
        trusts_callers=not with_metrics,
        shows_traces=with_metrics or settings.log_level == "debug",
    )
    if observer is not None:
        container.run_observer.override(providers.Object(observer))
    elif with_metrics:
        container.run_observer.override(container.log_and_metrics)
    return container
