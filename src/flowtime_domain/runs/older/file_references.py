"""Texts in older models that name a file of the bundle (telemetry §9).

Rule 1: no text leads out of the bundle.
"""

from typing import Final

FILE_PREFIX: Final = "file:"
_TELEMETRY_HOST: Final = "//telemetry/"
_SERIES_FOLDER: Final = "../series/"
_NO_NAMES: Final = frozenset({"", ".", ".."})


def referenced_path(text: str) -> str | None:
    """The path inside the bundle that a text names; None if it has none of the known forms.

    Examples
    --------
    >>> referenced_path("file://telemetry/Desk_arrivals.csv"), referenced_path("file:Desk_arrivals.csv")
    ('model/telemetry/Desk_arrivals.csv', 'model/Desk_arrivals.csv')
    >>> referenced_path("file:../series/visits.csv"), referenced_path("file:../../other/visits.csv")
    ('series/visits.csv', None)
    """
    if not text.startswith(FILE_PREFIX):
        return None
    path = text.removeprefix(FILE_PREFIX)
    if path.startswith(_TELEMETRY_HOST):
        path = path.removeprefix("//")
    folder, path = (
        ("series", path.removeprefix(_SERIES_FOLDER))
        if path.startswith(_SERIES_FOLDER)
        else (
            "model",
            path,
        )
    )
    return f"{folder}/{path}" if _NO_NAMES.isdisjoint(path.split("/")) else None


def source_name(path: str) -> str:
    """How answers name a file of the bundle (state §3.2).

    Examples
    --------
    >>> source_name("model/telemetry/Desk_arrivals.csv"), source_name("series/visits.csv")
    ('telemetry/Desk_arrivals.csv', 'series/visits.csv')
    """
    return path.removeprefix("model/") if path.startswith("model/telemetry/") else path
