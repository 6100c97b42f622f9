"""Which series a run stores, in which row and, as `outputs` selects, in which CSV."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.published_series import PublishedSeries
from flowtime_domain.model.root_elements import Output
from flowtime_domain.model.rules.outputs import is_pattern
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    FormatDocument,
    GridDocument,
    SeriesEntry,
    SeriesIndexDocument,
)
from flowtime_domain.runs.encoding.series_csv import CSV_HEADER
from flowtime_domain.runs.identity import series_hash


def stored_matrix(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The matrix as it is stored: what is not finite is the quiet NaN 0x7ff8000000000000 (runs §6.6).

    Parameters
    ----------
    matrix
        shape (series, bins), units of the series, any float64.

    Returns
    -------
    numpy.ndarray
        shape (series, bins), units of the series, NaN where missing; in C order.
    """
    finite = np.isfinite(matrix)
    stored = matrix if finite.all() else np.where(finite, matrix, np.nan)
    return np.ascontiguousarray(stored, dtype="<f8")


def series_index(model: FlowModel, matrix: npt.NDArray[np.float64]) -> SeriesIndexDocument:
    """The document series/index.json (runs §6.7).

    Parameters
    ----------
    model
        Says which series there are and which get a CSV.
    matrix
        shape (series, bins), units of the series, NaN where missing.
    """
    exported = exported_series(model.outputs, [series.name for series in model.series])
    entries = tuple(
        _series_entry(series, row, matrix[row], exported=series.name in exported)
        for row, series in enumerate(model.series)
    )
    series_count, bins = matrix.shape
    return SeriesIndexDocument(
        schema_version=1,
        grid=GridDocument.of(model.grid),
        series=entries,
        formats=(
            FormatDocument(
                name="matrix", path=file_names.MATRIX, dtype="<f8", shape=(series_count, bins), header=None
            ),
            FormatDocument(name="csv", path=None, dtype=None, shape=None, header=CSV_HEADER),
        ),
    )


def _series_entry(
    series: PublishedSeries, row: int, values: npt.NDArray[np.float64], *, exported: bool
) -> SeriesEntry:
    identifier = file_names.series_id(series.name)
    return SeriesEntry(
        id=identifier,
        kind=series.kind,
        path=file_names.csv_path(identifier) if exported else None,
        row=row,
        unit=series.unit,
        component_id=series.name.upper(),
        class_="DEFAULT",
        points=len(values),
        hash=series_hash(values),
    )


def exported_series(outputs: Sequence[Output], names: Sequence[str]) -> frozenset[str]:
    """The names of the series that get a CSV: what some output selects, or all without outputs (model §8.1).

    Examples
    --------
    >>> chosen = exported_series([Output(series="out_/*", exclude=("out_b",))], ["in_a", "out_a", "out_b"])
    >>> sorted(chosen)
    ['out_a']
    """
    if not outputs:
        return frozenset(names)
    return frozenset(name for output in outputs for name in names if _selects(output, name))


def _selects(output: Output, name: str) -> bool:
    return _matches(output.series, name) and not any(
        _matches(pattern, name) for pattern in output.exclude or ()
    )


def _matches(pattern: str, name: str) -> bool:
    if is_pattern(pattern):
        return name.startswith(pattern.removesuffix("*").removesuffix("/"))
    return name == pattern
