"""From the texts of timestamps to instants (telemetry §6.3).

Rule 1: instants are whole microseconds since 1970-01-01T00:00Z; no number of seconds is ever a float.
Rule 2: cells of one length that are laid out alike are read as a whole, any others cell by cell; both give
the same instants.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Literal, TypeAlias, final

import numpy as np
import numpy.typing as npt

from flowtime_domain.telemetry.local_times import LocalTimes

TimestampSort: TypeAlias = Literal["iso", "epoch_s", "epoch_ms"]
TimestampFormat: TypeAlias = Literal["auto", "iso", "epoch_s", "epoch_ms"]
Instants: TypeAlias = npt.NDArray[np.int64]
FORMATS: Final[tuple[TimestampFormat, ...]] = ("auto", "iso", "epoch_s", "epoch_ms")
UNPARSABLE: Final = "timestamp_unparsable"
UNITS_MIXED: Final = "timestamp_units_mixed"
_FIRST_MILLISECONDS: Final = 100_000_000_000
_UNIT: Final = {"epoch_s": 1_000_000, "epoch_ms": 1_000}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_MINUTE: Final = 60_000_000
_EARLIEST: Final = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LATEST: Final = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LONGEST: Final = 64
_ISO: Final = re.compile(
    r"(?P<local>(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?)",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


@final
@dataclass(frozen=True, slots=True, eq=False)
class ParsedTimes:
    """The instants of some cells.

    Attributes
    ----------
    instants
        shape (rows,), in units of microseconds since 1970-01-01T00:00Z; meaningless for a row with a fault.
    faults
        Code of what is wrong, by row.
    """

    instants: Instants
    faults: dict[int, str]


def sort_of(cell: str) -> TimestampSort:
    """What a first timestamp shows all others to be.

    Examples
    --------
    >>> sort_of("1714000000"), sort_of("1714000000000"), sort_of("2024-04-24 23:06:40")
    ('epoch_s', 'epoch_ms', 'iso')
    """
    number = _decimal(cell.strip())
    if number is None:
        return "iso"
    return "epoch_s" if abs(number) < _FIRST_MILLISECONDS else "epoch_ms"


@final
@dataclass(frozen=True, slots=True)
class TimestampReader:
    """Reads the timestamps of one source.

    Attributes
    ----------
    sort
        What they are.
    is_guessed
        Whether that was told from the first row: then a row of another sort is one that mixes units.
    local_times
        How times without offset are understood.
    """

    sort: TimestampSort
    is_guessed: bool
    local_times: LocalTimes

    def parsed(self, cells: Sequence[str]) -> ParsedTimes:
        """The instants of cells.

        Returns
        -------
        ParsedTimes
            Its instants have shape (rows,), in units of microseconds.

        Examples
        --------
        >>> reader = TimestampReader("epoch_ms", True, LocalTimes(UTC))
        >>> reader.parsed(["1714000000000", "1714000000"]).faults
        {1: 'timestamp_units_mixed'}
        """
        if not cells:
            return ParsedTimes(np.zeros(0, dtype=np.int64), {})
        if self.sort == "iso":
            return self._iso(cells)
        whole = _whole_numbers(cells)
        if whole is not None and self._fits(whole):
            return ParsedTimes(whole * _UNIT[self.sort], {})
        return self._one_by_one(cells)

    def _fits(self, numbers: Instants) -> bool:
        """Whether nothing can be wrong with numbers of seconds or milliseconds."""
        smallest, largest = int(numbers.min()), int(numbers.max())
        unit = _UNIT[self.sort]
        if not (smallest * unit >= _EARLIEST and largest * unit <= _LATEST):
            return False
        if not self.is_guessed:
            return True
        magnitudes = np.abs(numbers)
        if self.sort == "epoch_s":
            return int(magnitudes.max()) < _FIRST_MILLISECONDS
        return int(magnitudes.min()) >= _FIRST_MILLISECONDS

    def _iso(self, cells: Sequence[str]) -> ParsedTimes:
        found = self._laid_out_alike(cells)
        if found is not None:
            return found
        instants = np.zeros(len(cells), dtype=np.int64)
        faults: dict[int, str] = {}
        lengths = np.fromiter(map(len, cells), dtype=np.int64, count=len(cells))
        for length in np.unique(lengths):
            rows = np.flatnonzero(lengths == length)
            part = [cells[row] for row in rows.tolist()]
            parsed = self._laid_out_alike(part) or self._one_by_one(part)
            instants[rows] = parsed.instants
            faults |= {int(rows[index]): code for index, code in parsed.faults.items()}
        return ParsedTimes(instants, faults)

    def _laid_out_alike(self, cells: Sequence[str]) -> ParsedTimes | None:
        """The instants of cells that are laid out as the first; None if they are not."""
        match = _ISO.fullmatch(cells[0])
        offset = None if match is None else match["offset"]
        local = None if match is None else _alike(cells, len(match["local"]) - len(offset or ""), offset)
        if local is None:
            return None
        return self._placed(local) if offset is None else ParsedTimes(local, {})

    def _placed(self, local: Instants) -> ParsedTimes:
        """Local times as instants; one that leaves the years 1 to 9999 is no time."""
        instants, faults = self.local_times.instants(local)
        beyond = np.flatnonzero((instants < _EARLIEST) | (instants > _LATEST))
        return ParsedTimes(instants, faults | dict.fromkeys(beyond.tolist(), UNPARSABLE))

    def _one_by_one(self, cells: Sequence[str]) -> ParsedTimes:
        instants = np.zeros(len(cells), dtype=np.int64)
        faults: dict[int, str] = {}
        local: list[int] = []
        for row, cell in enumerate(cells):
            text = cell.strip()
            found = self._iso_cell(text) if self.sort == "iso" else self._number_cell(text)
            if isinstance(found, str):
                faults[row] = found
                continue
            instants[row], is_local = found
            if is_local:
                local.append(row)
        if local:
            placed = self._placed(instants[local])
            instants[local] = placed.instants
            faults |= {local[index]: code for index, code in placed.faults.items()}
        return ParsedTimes(instants, faults)

    def _iso_cell(self, text: str) -> tuple[int, bool] | str:
        """Microseconds, and whether they are local; or a code."""
        moment = _iso_moment(text)
        if moment is None:
            return UNITS_MIXED if self.is_guessed and _decimal(text) is not None else UNPARSABLE
        if moment.tzinfo is None:
            return (moment.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND, True
        instant = (moment - _EPOCH) // _MICROSECOND
        return (instant, False) if _EARLIEST <= instant <= _LATEST else UNPARSABLE

    def _number_cell(self, text: str) -> tuple[int, bool] | str:
        number = _decimal(text)
        if number is None:
            return UNITS_MIXED if self.is_guessed and _iso_moment(text) is not None else UNPARSABLE
        if self.is_guessed and (abs(number) < _FIRST_MILLISECONDS) != (self.sort == "epoch_s"):
            return UNITS_MIXED
        instant = int((number * _UNIT[self.sort]).to_integral_value(ROUND_FLOOR))
        return (instant, False) if _EARLIEST <= instant <= _LATEST else UNPARSABLE


def _alike(cells: Sequence[str], width: int, offset: str | None) -> Instants | None:
    """Instants of cells laid out as the first, local ones without offset; None if they are not alike."""
    whole = len(cells[0])
    try:
        characters = np.array(cells, dtype=f"S{whole + 1}").view(np.uint8).reshape(-1, whole + 1)
    except UnicodeEncodeError:
        return None
    first = characters[0]
    is_digit = (first >= ord("0")) & (first <= ord("9"))
    digits = characters[:, is_digit]
    if (digits - ord("0") > 9).any() or (characters[:, ~is_digit] != first[~is_digit]).any():
        return None
    try:
        texts = np.ascontiguousarray(characters[:, :width]).view(f"S{width}").ravel()
        local = texts.astype("datetime64[us]").astype(np.int64)
    except ValueError:
        return None
    if offset is not None and offset != "Z":
        shift = _offsets(characters[:, width:whole])
        if shift is None:
            return None
        local = local - shift
    return local if int(local.min()) >= _EARLIEST and int(local.max()) <= _LATEST else None


def _offsets(characters: npt.NDArray[np.uint8]) -> Instants | None:
    """Offsets in microseconds from their characters, all with the sign of the first; None if one is none."""
    digits = characters[:, [1, 2, -2, -1]].astype(np.int64) - ord("0")
    hours, minutes = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    if hours.max() > 23 or minutes.max() > 59:
        return None
    sign = -1 if characters[0, 0] == ord("-") else 1
    offsets: Instants = sign * (hours * 60 + minutes) * _MINUTE
    return offsets


def _whole_numbers(cells: Sequence[str]) -> Instants | None:
    joined = "".join(cells)
    if not (joined.isascii() and joined.isdigit()):
        return None
    try:
        return np.array(cells, dtype=np.int64)
    except (ValueError, OverflowError):
        return None


def moment_of(text: str) -> datetime | None:
    """The moment that a text in ISO 8601 names, in UTC where it has no offset; None if it names none.

    Examples
    --------
    >>> moment_of("2025-03-03T08:02+01:00").isoformat()
    '2025-03-03T07:02:00+00:00'
    """
    moment = _iso_moment(text)
    if moment is None:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    instant = (moment - _EPOCH) // _MICROSECOND
    return _EPOCH + instant * _MICROSECOND if _EARLIEST <= instant <= _LATEST else None


def _iso_moment(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        # Python before 3.11.4 reads fractions of three or six digits only.
        head, point, rest = text.partition(".")
        digits = len(rest) - len(match["offset"] or "")
        return datetime.fromisoformat(
            f"{head}.{rest[:digits].ljust(6, '0')}{rest[digits:]}" if point else text
        )
    except ValueError:
        return None


def _decimal(text: str) -> Decimal | None:
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        return None
    return Decimal(text)
