"""What a caller asks for when a run is to be made (runs §2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import final

from flowtime_domain.model.document import Value


@final
@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the run is named and what may be replaced."""

    deterministic_run_id: bool = False
    run_id: str | None = None
    dry_run: bool = False
    overwrite_existing: bool = False


@final
@dataclass(frozen=True, slots=True)
class TelemetryRequest:
    """Which capture a telemetry run replays, and which parameters name its files."""

    capture_directory: str
    bindings: Mapping[str, str] = field(default_factory=dict)


@final
@dataclass(frozen=True, slots=True)
class RunRequest:
    """A request whose members have been checked; exactly one of `template_id` and `model` is given.

    Attributes
    ----------
    mode
        Name as the caller wrote it, or the default of runs §2.1.
    template_id
        Template of the catalogue.
    model
        Inline model: a YAML or JSON text, its bytes, or a parsed mapping.
    parameters
        Values by parameter name; nulls are gone.
    seed
        `rng.seed`, or None.
    telemetry
        Present in telemetry mode only.
    """

    mode: str
    template_id: str | None = None
    model: str | bytes | Mapping[str, Value] | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    seed: int | None = None
    telemetry: TelemetryRequest | None = None
    options: RunOptions = RunOptions()
