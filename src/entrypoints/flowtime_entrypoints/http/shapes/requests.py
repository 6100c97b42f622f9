"""Shapes of request bodies (api §6.1, §10.1).

Rule 1: null equals absent, so every member may be null.
"""

from typing import Annotated, Any, Literal, final

from pydantic import ConfigDict, Field

from flowtime_domain.evaluation.seeds import MAXIMUM_SEED
from flowtime_entrypoints.http.shapes.shape import Shape


@final
class Rng(Shape):
    """Where random draws start."""

    kind: Literal["pcg32"] | None = None
    seed: Annotated[int, Field(ge=0, le=MAXIMUM_SEED)] | None = None


@final
class Telemetry(Shape):
    """The capture that a run in telemetry mode replays."""

    capture_directory: str | None = None
    bindings: dict[str, str] | None = None


@final
class RunOptions(Shape):
    """How a run is named, and whether it is made."""

    deterministic_run_id: bool | None = None
    run_id: str | None = None
    dry_run: bool | None = None
    overwrite_existing: bool | None = None


@final
class RunRequest(Shape):
    """Exactly one of `templateId` and `model`; an inline model is an object or a YAML text."""

    template_id: str | None = None
    model: dict[str, Any] | str | None = None
    mode: str | None = None
    parameters: dict[str, Any] | None = None
    rng: Rng | None = None
    telemetry: Telemetry | None = None
    options: RunOptions | None = None

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "templateId": "order-system",
                    "mode": "simulation",
                    "parameters": {"bins": 144},
                    "options": {"deterministicRunId": True},
                }
            ]
        }
    )


@final
class ValidationRequest(Shape):
    """Exactly one of `templateId` and `model`."""

    template_id: str | None = None
    model: dict[str, Any] | str | None = None
    parameters: dict[str, Any] | None = None
    mode: str | None = None
    rng: Rng | None = None
    tier: Literal["schema", "compile", "analyse"] | None = None

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"templateId": "order-system", "parameters": {"bins": 12}}]}
    )
