"""The HTTP API over a data root of its own; every answer is held against the OpenAPI document."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

import httpx
from dependency_injector import providers
from jsonschema import Draft202012Validator
from litestar.testing import TestClient

from examples.clinic_desk import MODEL_YAML
from fakes.file_system import UnsyncedFileSystem
from fakes.run_observer import RecordingRunObserver
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.durable_files.file_system import FileSystem
from flowtime_adapters.run_observer.fan_out import FanOut
from flowtime_domain.ports.clock import Clock
from flowtime_entrypoints.container import Container, build_container
from flowtime_entrypoints.http.app import create_app
from flowtime_entrypoints.settings import read_settings

ROOT: Final = Path(__file__).parents[2]
DOCUMENT: Final = json.loads((ROOT / "docs" / "schemas" / "openapi.json").read_bytes())
CLINIC_DESK: Final = {"model": MODEL_YAML.decode(), "options": {"deterministicRunId": True}}
CLINIC_DESK_PATH: Final = "/v1/runs/run_deterministic_415f2c7365bd5e27"
API_EXAMPLES: Final = Path(__file__).parent / "api"


class Service:
    """Answers requests in this process, with events recorded and counted, and without waiting for disks."""

    def __init__(
        self,
        data_dir: Path,
        *,
        clock: Clock | None = None,
        files: FileSystem | None = None,
        **variables: object,
    ) -> None:
        given = {f"FLOWTIME_{name.upper()}": str(value) for name, value in variables.items()}
        given = {"FLOWTIME_DATA_DIR": str(data_dir), "FLOWTIME_LOG_FORMAT": "json", **given}
        self.runs_root = data_dir / "runs"
        self.container = _container(given, files)
        if clock is not None:
            self.container.clock.override(providers.Object(clock))
        self.observer = RecordingRunObserver()
        observers = FanOut(self.observer, self.container.log_and_metrics())
        self.container.run_observer.override(providers.Object(observers))
        self.client = TestClient(create_app(self.container), raise_server_exceptions=False)
        self.client.event_hooks = {"response": [check_against_document]}

    def __enter__(self) -> Self:
        self.client.__enter__()
        return self

    def __exit__(self, *failure: object) -> None:
        self.client.__exit__(*failure)

    def get(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a GET; underscores in names of headers are dashes."""
        return self.client.get(path, headers=_headers(headers))

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        """The answer to a POST of a JSON value, or of bytes that claim to be one."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            path, content=content, headers={"Content-Type": "application/json", **_headers(headers)}
        )

    def delete(self, path: str, **headers: str) -> httpx.Response:
        """The answer to a DELETE."""
        return self.client.delete(path, headers=_headers(headers))

    def create(self, **members: Any) -> httpx.Response:
        """The answer to a creation."""
        return self.post("/v1/runs", members)

    def count(self, metric: str) -> float:
        """The sum of a metric over its labels."""
        return sum(
            sample.value
            for family in self.container.metrics_registry().collect()
            for sample in family.samples
            if sample.name == metric
        )

    @property
    def left_behind(self) -> set[str]:
        """Names of everything in the runs root but the lock file."""
        if not self.runs_root.is_dir():
            return set()
        return {path.name for path in self.runs_root.iterdir()} - {".lock"}


def _container(variables: Mapping[str, str], files: FileSystem | None) -> Container:
    settings = read_settings(variables, default_log_level="error")
    container = build_container(settings, with_metrics=True)
    store = FilesystemArtifactStore(
        container.runs_root(),
        files=files or UnsyncedFileSystem(),
        catalog=container.run_catalog(),
        models=container.stored_models(),
    )
    container.artifact_store.override(providers.Object(store))
    return container


def _headers(names: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in names.items()}


def api_example(name: str) -> Any:
    """A worked example of the API's reference."""
    return json.loads((API_EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def check_against_document(response: httpx.Response) -> None:
    """An answer has the status, the media type and the shape that the OpenAPI document promises."""
    response.read()
    path = response.request.url.path
    operation = _operation(path, response.request.method)
    if operation is None:
        if response.status_code >= 400 and response.request.method != "HEAD":
            assert response.headers["content-type"] == "application/problem+json"
            check_shape(response, {"$ref": "#/components/schemas/Problem"})
        return
    promised = operation["responses"].get(str(response.status_code), operation["responses"]["default"])
    if "content" not in promised:
        assert response.content == b""
        return
    media_type = response.headers["content-type"]
    declared = next(kind for kind in promised["content"] if media_type.startswith(kind))
    if declared.endswith("json"):
        check_shape(response, promised["content"][declared]["schema"])


def check_shape(response: httpx.Response, schema: Mapping[str, Any]) -> None:
    """A JSON body has a shape of the document."""
    complete = {**schema, "components": DOCUMENT["components"]}
    Draft202012Validator(complete).validate(response.json())


def _operation(path: str, method: str) -> Mapping[str, Any] | None:
    parts = path.split("/")
    for template, operations in DOCUMENT["paths"].items():
        names = template.split("/")
        if len(names) == len(parts) and all(
            (name.startswith("{") and part) or name == part for name, part in zip(names, parts, strict=True)
        ):
            operation: Mapping[str, Any] | None = operations.get(method.lower())
            return operation
    return None
