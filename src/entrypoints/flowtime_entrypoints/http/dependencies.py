"""What handlers ask for, by the name of their parameter.

Rule 1: handlers never see the container.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias, TypeVar

import anyio
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from prometheus_client import CollectorRegistry

from flowtime_domain.ports.time_zones import TimeZones
from flowtime_domain.use_cases.capture_run import CaptureRun
from flowtime_domain.use_cases.compare_runs import CompareRuns
from flowtime_domain.use_cases.create_run import CreateRun
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.delete_run import DeleteRun
from flowtime_domain.use_cases.fetch_capture import FetchCapture
from flowtime_domain.use_cases.fetch_template import FetchTemplate
from flowtime_domain.use_cases.import_telemetry import ImportTelemetry
from flowtime_domain.use_cases.list_runs import ListRuns
from flowtime_domain.use_cases.list_templates import ListTemplates
from flowtime_domain.use_cases.plan_run import PlanRun
from flowtime_domain.use_cases.validate_model import ValidateModel
from flowtime_entrypoints.bodies.state import StateBodies
from flowtime_entrypoints.container import Container
from flowtime_entrypoints.http.kept_bodies import KeptBodies
from flowtime_entrypoints.http.readiness import Readiness
from flowtime_entrypoints.http.request_body import BodyReader
from flowtime_entrypoints.http.run_answers import RunAnswers
from flowtime_entrypoints.http.run_reading import RunReading
from flowtime_entrypoints.http.state_answers import StateAnswers
from flowtime_entrypoints.settings import Settings

T = TypeVar("T")
KEPT_ROWS_BYTES: Final = 64 * 2**20
# What is given is ours already; the framework would take dataclasses apart to validate them.
Given: TypeAlias = NamedDependency[SkipValidation[T]]


def dependencies(container: Container, kept: KeptBodies) -> dict[str, Provide]:
    """A provider for each name.

    Parameters
    ----------
    container
        The parts of the process.
    kept
        Bodies that were sent.
    """
    groups = (_use_cases, _captures, _facts, _means_of_serving)
    providers = (*(each for group in groups for each in group(container)), *_answers(container, kept))
    return {each.__name__: Provide(each, sync_to_thread=False) for each in providers}


def _use_cases(container: Container) -> tuple[Callable[[], Any], ...]:
    def create() -> CreateRun:
        return container.create_run()

    def plan() -> PlanRun:
        return container.plan_run()

    def listing() -> ListRuns:
        return container.list_runs()

    def compare_runs() -> CompareRuns:
        return container.compare_runs()

    def deletion() -> DeleteRun:
        return container.delete_run()

    def templates() -> ListTemplates:
        return container.list_templates()

    def template() -> FetchTemplate:
        return container.fetch_template()

    def validate_model() -> ValidateModel:
        return container.validate_model()

    return create, plan, listing, compare_runs, deletion, templates, template, validate_model


def _answers(container: Container, kept: KeptBodies) -> tuple[Callable[[], Any], ...]:
    """One of each for the process: they remember what they have made."""

    @cache
    def reading() -> RunReading:
        return RunReading(container.fetch_run(), container.engine_version(), kept)

    @cache
    def run_answers() -> RunAnswers:
        return RunAnswers(reading(), container.fetch_run(), container.runs_root().name)

    @cache
    def state_answers() -> StateAnswers:
        return StateAnswers(
            reading(),
            container.fetch_state(),
            container.fetch_window(),
            container.fetch_graph(),
            StateBodies(container.run_views(), container.runs_root().name, KEPT_ROWS_BYTES),
        )

    return run_answers, state_answers


def _captures(container: Container) -> tuple[Callable[[], Any], ...]:
    def capture_run() -> CaptureRun:
        return container.capture_run()

    def fetch_capture() -> FetchCapture:
        return container.fetch_capture()

    def import_telemetry() -> ImportTelemetry:
        return container.import_telemetry()

    def time_zones() -> TimeZones:
        return container.time_zones()

    return capture_run, fetch_capture, import_telemetry, time_zones


def _facts(container: Container) -> tuple[Callable[[], Any], ...]:
    def settings() -> Settings:
        return container.settings()

    def runs_root_name() -> str:
        return container.runs_root().name

    return settings, runs_root_name


def _means_of_serving(container: Container) -> tuple[Callable[[], Any], ...]:
    limiter: list[anyio.CapacityLimiter] = []

    def gate() -> CreationGate:
        return container.creation_gate()

    def metrics_registry() -> CollectorRegistry:
        return container.metrics_registry()

    def readiness() -> Readiness:
        return Readiness(
            container.artifact_store().check_writable,
            container.catalog_upkeep(),
            container.list_templates(),
            container.creation_gate(),
        )

    def body_reader() -> BodyReader:
        limits = container.settings()
        return BodyReader(limits.max_body_bytes, limits.request_timeout_seconds, container.strict_json())

    def creation_threads() -> anyio.CapacityLimiter:
        """Threads of their own: a creation that has its place never waits for readers."""
        if not limiter:
            limiter.append(anyio.CapacityLimiter(container.settings().max_concurrent_creations))
        return limiter[0]

    return gate, metrics_registry, readiness, body_reader, creation_threads
