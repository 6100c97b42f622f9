"""How a command ends (operations §4.2).

Rule 1: one table says which exit code each error has; a test walks the error tree against it.
"""

from collections.abc import Mapping
from typing import Final

from flowtime_domain.errors import FlowTimeError, SettingInvalidError, UsageError
from flowtime_entrypoints.problems import STATUSES

FAILURE: Final = 1
USAGE: Final = 2

EXIT_CODES: Final[Mapping[type[FlowTimeError], int]] = {
    **dict.fromkeys(STATUSES, FAILURE),
    UsageError: USAGE,
    SettingInvalidError: USAGE,
}


def exit_code_of(error: Exception) -> int:
    """The exit code that tells of an error; a bug is a failure."""
    return EXIT_CODES[type(error)] if isinstance(error, FlowTimeError) else FAILURE
