"""Which columns of a table an import reads (telemetry §6.1, §6.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import DocumentError, ImportFailedError, Place, did_you_mean
from flowtime_domain.telemetry.cell_values import cell_values
from flowtime_domain.telemetry.import_request import ImportRequest, LongForm
from flowtime_domain.telemetry.timestamps import moment_of


@final
@dataclass(frozen=True, slots=True)
class ImportColumns:
    """Columns by their names and by their indices in the table, the timestamp first."""

    names: tuple[str, ...]
    indices: tuple[int, ...]


def columns_of(header: Sequence[str], request: ImportRequest) -> ImportColumns:
    """The columns that a request reads.

    Raises
    ------
    ImportFailedError
        There is no header, or a column is not there or there twice.
    """
    names = _names(request)
    file = request.source.content.name
    missing = [name for name in dict.fromkeys(names) if name not in header]
    if missing and any(map(_is_datum, header)):
        message = f"The first line holds data; a header that names columns such as '{names[0]}' is needed."
        raise ImportFailedError([_error("header_invalid", message, file)])
    errors = [_error("column_unknown", _unknown(name, header), file) for name in missing]
    errors += [
        _error("header_invalid", f"Two columns are called '{name}'.", file)
        for name in dict.fromkeys(names)
        if header.count(name) > 1
    ]
    if errors:
        raise ImportFailedError(errors)
    return ImportColumns(names, tuple(header.index(name) for name in names))


def _names(request: ImportRequest) -> tuple[str, ...]:
    form = request.form
    if not isinstance(form, LongForm):
        return (request.timestamps.column, *(series.column for series in form))
    metric = () if form.metric_column is None else (form.metric_column,)
    return (request.timestamps.column, form.value_column, form.node_column, *metric)


def _is_datum(name: str) -> bool:
    """Whether a cell of the header is a number or a time."""
    found = cell_values([name])
    return moment_of(name) is not None or not (found.is_fault[0] or found.is_blank[0])


def _unknown(name: str, header: Sequence[str]) -> str:
    hint = did_you_mean(name, header) or f"; there are: {', '.join(header)[:200]}."
    return f"There is no column '{name[:64]}'{hint}"


def _error(code: str, message: str, file: str) -> DocumentError:
    return DocumentError(code=code, message=message, pointer="", place=Place(1, 1), file=file)
