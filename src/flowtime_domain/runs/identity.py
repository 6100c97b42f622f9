"""What makes a run itself: its id and the hashes over what it was made from.

Rule 1: no text becomes part of a path unless it is a `RunId`.
Rule 2: a hash is over exact bytes that any other program can make again (runs §1.6, §3).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.model.document import Value
from flowtime_domain.runs.encoding import canonical_json

ENGINE_SEMANTICS: Final = 1
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z")
_DETERMINISTIC_DIGITS: Final = 16


@final
@dataclass(frozen=True, slots=True)
class RunId:
    """A well-formed run id (runs §3.7).

    Raises
    ------
    RunIdInvalidError
        The text is not a run id.
    """

    text: str

    def __post_init__(self) -> None:
        if not _RUN_ID.match(self.text) or ".." in self.text or self.text == "compare":
            raise RunIdInvalidError(self.text)

    def __str__(self) -> str:
        return self.text


def sha256_digits(*chunks: bytes | memoryview) -> str:
    """The 64 lower-case digits of the SHA-256 of chunks that follow each other.

    Examples
    --------
    >>> sha256_digits(b"flow", b"time") == sha256_digits(b"flowtime")
    True
    """
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def prefixed_hash(*chunks: bytes | memoryview) -> str:
    """``sha256:`` and the digits, the form of members named hash or ...Hash (runs §1.6)."""
    return f"sha256:{sha256_digits(*chunks)}"


def scenario_hash(
    mode: str,
    normal_form: Mapping[str, Value],
    parameters: Mapping[str, Value],
    seed: int | None,
    telemetry: Sequence[Mapping[str, Value]] = (),
) -> str:
    """What two runs have in common that must give the same numbers (runs §3.2).

    Parameters
    ----------
    mode
        Registered name of the mode.
    normal_form
        The model after substitution and binding, without `provenance`.
    parameters
        Effective parameters by name.
    seed
        Effective seed.
    telemetry
        ``{path, sha256}`` of every captured file, sorted by path.
    """
    scenario: dict[str, Value] = {
        "engineSemantics": ENGINE_SEMANTICS,
        "mode": mode,
        "model": normal_form,
        "parameters": parameters,
        "seed": seed,
        "telemetry": telemetry,
    }
    return prefixed_hash(canonical_json(scenario))


def model_hash(model_yaml: bytes) -> str:
    """The hash of the bytes of model/model.yaml (runs §3.4)."""
    return prefixed_hash(model_yaml)


def series_hash(values: npt.NDArray[np.float64]) -> str:
    """The hash of a series, independent of any file (runs §3.4).

    Parameters
    ----------
    values
        shape (bins,), unit of the series, NaN where missing.

    Examples
    --------
    >>> series_hash(np.array([18.0, 26.0, 12.0]))[:23]
    'sha256:57d81346c438c345'
    """
    return prefixed_hash(np.ascontiguousarray(values, dtype="<f8").data)


def deterministic_run_id(scenario: str) -> RunId:
    """The id that every run of a scenario hash gets when asked for (runs §3.6).

    Examples
    --------
    >>> str(deterministic_run_id("sha256:415f2c7365bd5e2786eb6a077295dea8"))
    'run_deterministic_415f2c7365bd5e27'
    """
    digits = scenario.removeprefix("sha256:")
    return RunId(f"run_deterministic_{digits[:_DETERMINISTIC_DIGITS]}")


def random_run_id(created: datetime, hex_digits: str) -> RunId:
    """An id from the moment of creation in UTC and eight drawn digits (runs §3.5).

    Examples
    --------
    >>> str(random_run_id(datetime(2025, 11, 4, 8, 15, 3, tzinfo=UTC), "0a1b2c3d"))
    'run_20251104T081503Z_0a1b2c3d'
    """
    moment = created.astimezone(UTC)
    return RunId(f"run_{moment:%Y%m%dT%H%M%SZ}_{hex_digits}")
