"""Which files a run consists of (runs §6.1).

Rule 1: paths are relative to the run directory and have ``/`` as separator on every platform.
"""

from typing import Final

from flowtime_domain.runs.identity import sha256_digits

RUN: Final = "run.json"
MANIFEST: Final = "manifest.json"
SPECIFICATION: Final = "spec.yaml"
MODEL: Final = "model/model.yaml"
METADATA: Final = "model/metadata.json"
PROVENANCE: Final = "model/provenance.json"
CAPTURED: Final = "model/telemetry/"
"""Before the path of a captured file."""
TELEMETRY_MANIFEST: Final = f"{CAPTURED}telemetry-manifest.json"
INDEX: Final = "series/index.json"
MATRIX: Final = "series/matrix.npy"
EVERY_RUN_HAS: Final = frozenset(
    {RUN, SPECIFICATION, MODEL, METADATA, PROVENANCE, TELEMETRY_MANIFEST, INDEX, MATRIX}
)

_LONGEST_STEM: Final = 200
_CUT_STEM: Final = 192
_DIGITS_OF_CUT: Final = 7


def series_id(name: str) -> str:
    """The id of a series in stored documents (runs §6.7).

    Examples
    --------
    >>> series_id("desk_queue")
    'desk_queue@DESK_QUEUE@DEFAULT'
    """
    return f"{name}@{name.upper()}@DEFAULT"


def csv_path(identifier: str) -> str:
    """Where the CSV of a series id lies; long ids are cut and told apart by a hash (runs §6.9).

    Examples
    --------
    >>> csv_path("visits@VISITS@DEFAULT")
    'series/visits@VISITS@DEFAULT.csv'
    """
    stem = identifier
    if len(identifier) > _LONGEST_STEM:
        digits = sha256_digits(identifier.encode())
        stem = f"{identifier[:_CUT_STEM]}~{digits[:_DIGITS_OF_CUT]}"
    return f"series/{stem}.csv"
