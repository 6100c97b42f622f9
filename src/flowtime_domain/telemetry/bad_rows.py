"""Rows that cannot be imported (telemetry §6.5)."""

from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.errors import DocumentError, ImportFailedError, Place
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.telemetry.metrics import unknown_metric_text

MAXIMUM_LISTED_ROWS: Final = 20
_MESSAGES: Final = {
    "row_invalid": "the cell is empty",
    "timestamp_unparsable": "{cell} is no timestamp, like 2025-03-03T08:02:00Z or an epoch",
    "timestamp_units_mixed": "{cell} is a timestamp of another sort than that of the first row",
    "timestamp_ambiguous": "{cell} occurs twice in the time zone; choose with 'ambiguous'",
    "timestamp_nonexistent": "{cell} does not occur in the time zone",
    "value_unparsable": "{cell} is no number",
}


@final
@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong with a row: a code, the cell at fault and the name of its column."""

    code: str
    column: str
    cell: str

    @property
    def message(self) -> str:
        """The cause, for a person."""
        if self.code == "metric_unknown":
            return unknown_metric_text(self.cell).removesuffix(".")
        return _MESSAGES[self.code].format(cell=shown_value(self.cell))


@final
class BadRows:
    """Counts bad rows and describes the first of them.

    Parameters
    ----------
    file
        What errors call the source.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self.total = 0
        self.errors: list[DocumentError] = []

    @property
    def has_room(self) -> bool:
        """Whether the next row would be described."""
        return len(self.errors) < MAXIMUM_LISTED_ROWS

    def describe_row(self, place: Place, message: str) -> None:
        """A row that is not made of cells as its table is."""
        self._describe("row_invalid", place, f"Line {place.line}: {message}.")

    def describe_cell(self, place: Place, bad: BadCell) -> None:
        """A row with a bad cell."""
        ending = "" if bad.message.endswith("?") else "."
        message = f"Line {place.line}, column '{bad.column}': {bad.message}{ending}"
        self._describe(bad.code, place, message)

    def _describe(self, code: str, place: Place, message: str) -> None:
        if self.has_room:
            self.errors.append(
                DocumentError(code=code, message=message, pointer="", place=place, file=self._file)
            )

    def failure(self) -> ImportFailedError:
        """The error that they amount to."""
        return ImportFailedError(self.errors, self.total)
