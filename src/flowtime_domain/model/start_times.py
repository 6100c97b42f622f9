"""Which texts name the beginning of a grid, and which instants they mean (model §4.3, ruling 26)."""

import re
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

StartFault: TypeAlias = Literal["start_invalid", "start_not_utc"]

_START: Final = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<minute>(?:[01][0-9]|2[0-3]):[0-5][0-9])"
    r"(?P<second>:[0-5][0-9](?P<fraction>\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_UTC_OFFSETS: Final = (None, "Z", "+00:00")


def start_instant(text: str) -> datetime | StartFault:
    """The instant that a start names, or the code of the rule it breaks.

    Parameters
    ----------
    text
        A date, or a date, ``T`` or one blank, and a time of day; without an offset it is UTC.

    Examples
    --------
    >>> start_instant("2025-01-06 08:30:00.25Z").isoformat()
    '2025-01-06T08:30:00.250000+00:00'
    >>> start_instant("2025-01-06T08:30+01:00"), start_instant("06.01.2025")
    ('start_not_utc', 'start_invalid')
    """
    match = _START.fullmatch(text)
    if match is None:
        return "start_invalid"
    microseconds = "0" * (7 - len(match["fraction"])) if match["fraction"] else ""
    try:
        moment = datetime.fromisoformat(
            f"{match['date']}T{match['minute'] or '00:00'}{match['second'] or ':00'}{microseconds}"
        )
    except ValueError:
        return "start_invalid"
    return moment.replace(tzinfo=UTC) if match["offset"] in _UTC_OFFSETS else "start_not_utc"
