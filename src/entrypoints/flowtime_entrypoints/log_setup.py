"""How log lines look and where they go (operations §2).

Rule 1: this is the only place that configures structlog.
Rule 2: input can neither end a line nor colour a terminal: control characters are escaped in both forms.
Rule 3: structlog is loaded when the first logger is asked for; a quiet command never pays for it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from flowtime_entrypoints.settings import Settings, unknown_variable_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from structlog.typing import EventDict, FilteringBoundLogger, Processor

_ENCODER: Final = json.JSONEncoder(default=str)
UNKNOWN_VARIABLE: Final = ("SettingUnknown", 1010)
LIBRARY_MESSAGE: Final = ("LibraryMessage", 1011)
_LEVELS: Final = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_FIRST_FIELDS: Final = ("timestamp", "level", "event", "eventId")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def logger_of(settings: Settings) -> Callable[[], FilteringBoundLogger]:
    """A function that configures logging when it is first called, and gives the logger.

    Parameters
    ----------
    settings
        Level and form of the log.
    """

    @cache
    def logger() -> FilteringBoundLogger:
        return _configured_logger(settings.log_level, settings.log_format)

    return logger


def warn_of_unknown_variables(settings: Settings) -> None:
    """One warning for each environment variable of our prefix that nothing reads (operations §1.2)."""
    event, event_id = UNKNOWN_VARIABLE
    logger = logger_of(settings)
    for variable in settings.unknown_variables:
        detail = unknown_variable_message(variable)
        logger().warning(event, eventId=event_id, variable=variable, detail=detail)


def _configured_logger(level: str, form: str) -> FilteringBoundLogger:
    import structlog

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _with_timestamp,
            structlog.processors.format_exc_info,
            *_rendering(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=_StandardError,
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_LibraryMessages()], level=logging.WARNING, force=True)
    logger: FilteringBoundLogger = structlog.get_logger()
    return logger


def _with_timestamp(_logger: object, _method: str, values: EventDict) -> EventDict:
    """The moment in UTC, with all six digits of its fraction."""
    moment = datetime.now(UTC).isoformat(timespec="microseconds")
    values["timestamp"] = f"{moment.removesuffix('+00:00')}Z"
    return values


def _rendering(form: str) -> list[Processor]:
    import structlog

    is_terminal = sys.stderr.isatty()
    if form == "json" or (form == "auto" and not is_terminal):
        return [_json_line]
    plain = structlog.dev.plain_traceback
    return [_without_controls, structlog.dev.ConsoleRenderer(colors=is_terminal, exception_formatter=plain)]


def _json_line(_logger: object, _method: str, values: EventDict) -> str:
    """The event as one line of JSON; JSON itself escapes all control characters but DEL."""
    ordered = {name: values[name] for name in _FIRST_FIELDS if name in values} | dict(values)
    return _ENCODER.encode(ordered).replace("\x7f", "\\u007f")


def _without_controls(_logger: object, _method: str, values: EventDict) -> EventDict:
    return {name: _escaped(value) if isinstance(value, str) else value for name, value in values.items()}


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda control: f"\\u{ord(control.group()):04x}", text)


class _StandardError:
    """Writes finished lines to wherever standard error is at that moment, each in one piece.

    A line that cannot be written is lost: what is logged must not fail because the log does.
    """

    def __init__(self, *_names: Any) -> None:
        self.debug = self.info = self.warning = self.error = self._write

    def _write(self, line: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


class _LibraryMessages(logging.Handler):
    """What libraries say through the standard logging module, as events of our own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the message as an event."""
        import structlog

        event, event_id = LIBRARY_MESSAGE
        level = min(record.levelno, logging.ERROR)
        fields = {"eventId": event_id, "logger": record.name, "detail": record.getMessage()}
        structlog.get_logger().log(level, event, **fields, exc_info=record.exc_info)
