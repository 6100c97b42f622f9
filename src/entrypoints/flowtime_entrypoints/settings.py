"""Everything that a deployment may set (operations §1).

Rule 1: settings are read once, from a mapping of environment variables and the flags that replace them.
Rule 2: all wrong ones come in one error that names variable, value and rule.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, final

from flowtime_domain.errors import SettingInvalidError, nearest_name
from flowtime_domain.model.limits import DEEPEST_NESTING, DocumentLimits, ModelLimits

PREFIX: Final = "FLOWTIME_"
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
LOG_FORMATS: Final = ("auto", "json", "console")
_ORIGIN = re.compile(r"https?://[^\s/,]+\Z")


@final
@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, one field per row of operations §1.1; `None` means no limit."""

    data_dir: Path
    templates_dirs: tuple[Path, ...]
    capture_roots: tuple[Path, ...]
    import_roots: tuple[Path, ...]
    host: str
    port: int
    cors_origins: tuple[str, ...]
    log_level: str
    log_format: str
    max_body_bytes: int
    max_document_bytes: int
    max_document_depth: int
    max_document_aliases: int
    max_document_events: int
    max_bins: int
    max_cells: int
    max_running_cells: int
    max_window_points: int
    max_concurrent_creations: int
    max_requests_per_minute: int | None
    request_timeout_seconds: float
    shutdown_seconds: float
    open_runs: int
    unknown_variables: tuple[str, ...]

    @property
    def runs_root(self) -> Path:
        """Directory that holds the runs (runs §1.1)."""
        return self.data_dir / "runs"

    @property
    def capture_directories(self) -> tuple[Path, ...]:
        """Directories in which captures may lie; new ones are made in the first (telemetry §2.3)."""
        return self.capture_roots or (self.data_dir / "telemetry",)

    @property
    def document_limits(self) -> DocumentLimits:
        """How large a text may be."""
        return DocumentLimits(
            max_bytes=self.max_document_bytes,
            max_depth=self.max_document_depth,
            max_aliases=self.max_document_aliases,
            max_events=self.max_document_events,
        )

    @property
    def model_limits(self) -> ModelLimits:
        """How large a model may be."""
        return ModelLimits(max_bins=self.max_bins, max_cells=self.max_cells)


def read_settings(
    environ: Mapping[str, str],
    flags: Mapping[str, str | Sequence[str] | None] | None = None,
    *,
    flag_names: Mapping[str, str] | None = None,
    default_log_level: str = "warning",
) -> Settings:
    """The settings of this process.

    Parameters
    ----------
    environ
        Environment variables.
    flags
        What a command's flags say, by the variable that each replaces; None is a flag not given, a list
        stands for a flag that may be repeated.
    flag_names
        How the flags that were given are called, by the same variables; a wrong one is told by its name.
    default_log_level
        Level where none is set: ``info`` for a server, ``warning`` for other commands.

    Raises
    ------
    SettingInvalidError
        One or more settings are wrong; all of them are named.

    Examples
    --------
    >>> read_settings({"FLOWTIME_PORT": "9000"}).port
    9000
    """
    given: dict[str, str | Sequence[str]] = {name: text for name, text in environ.items() if text.strip()}
    given |= {name: value for name, value in (flags or {}).items() if value is not None and value != ()}
    titles = {variable: f"{flag} ({variable})" for variable, flag in (flag_names or {}).items()}
    fields: dict[str, Any] = {"log_level": default_log_level}
    problems = _unavailable(given)
    for field, (variable, default, read) in _ROWS.items():
        try:
            fields[field] = read(given[variable]) if variable in given else fields.get(field, default)
        except _RuleError as rule:
            title = titles.get(variable, variable)
            problems.append(f"{title} is '{_shown(given[variable])}', but {rule}.")
    if problems:
        raise SettingInvalidError(problems)
    return Settings(**fields, unknown_variables=_unknown(environ))


def unknown_variable_message(variable: str) -> str:
    """What is to be said about an environment variable that nothing reads (operations §1.2)."""
    nearest = nearest_name(variable, KNOWN_VARIABLES)
    return f"Nothing reads {variable}" + (f"; did you mean '{nearest}'?" if nearest else ".")


class _RuleError(Exception):
    """The rule that a setting breaks, as the end of a sentence."""


_Given = str | Sequence[str]


def _shown(given: _Given) -> str:
    return given if isinstance(given, str) else ", ".join(given)


def _text(given: _Given) -> str:
    return str(given).strip()


def _directory(given: _Given) -> Path:
    text = _text(given)
    if not text:
        raise _RuleError("it must name a directory")
    return Path(text)


def _directories(given: _Given) -> tuple[Path, ...]:
    directories = _paths(given)
    if not all(path.is_dir() and os.access(path, os.R_OK | os.X_OK) for path in directories):
        raise _RuleError("each must be a directory that can be read")
    return directories


def _paths(given: _Given) -> tuple[Path, ...]:
    parts = given.split(os.pathsep) if isinstance(given, str) else given
    return tuple(Path(part.strip()) for part in parts if part.strip())


def _origins(given: _Given) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    origins = tuple(part.strip() for part in parts if part.strip())
    if not all(origin == "*" or _ORIGIN.match(origin) for origin in origins):
        raise _RuleError("each must be '*' or an origin such as 'https://flow.example.org'")
    return origins


def _integer(least: int, most: int | None = None) -> Callable[[_Given], int]:
    rule = f"it must be an integer of at least {least}" + ("" if most is None else f" and at most {most}")

    def read(given: _Given) -> int:
        text = _text(given)
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text, re.ASCII):
            raise _RuleError(rule)
        number = int(text)
        if number < least or (most is not None and number > most):
            raise _RuleError(rule)
        return number

    return read


def _seconds(given: _Given) -> float:
    text = _text(given)
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text, re.ASCII) or float(text) <= 0:
        raise _RuleError("it must be a number of seconds above 0")
    return float(text)


def _word(allowed: Sequence[str]) -> Callable[[_Given], str]:
    def read(given: _Given) -> str:
        word = _text(given).lower()
        if word not in allowed:
            raise _RuleError(f"it must be one of {', '.join(allowed)}")
        return word

    return read


_ROWS: Final[Mapping[str, tuple[str, Any, Callable[[_Given], Any]]]] = {
    "data_dir": ("FLOWTIME_DATA_DIR", Path("data"), _directory),
    "templates_dirs": ("FLOWTIME_TEMPLATES_DIR", (), _directories),
    "capture_roots": ("FLOWTIME_CAPTURE_ROOTS", (), _paths),
    "import_roots": ("FLOWTIME_IMPORT_ROOTS", (), _paths),
    "host": ("FLOWTIME_HOST", "127.0.0.1", _text),
    "port": ("FLOWTIME_PORT", 8080, _integer(0, 65_535)),
    "cors_origins": ("FLOWTIME_CORS_ORIGINS", (), _origins),
    "log_level": ("FLOWTIME_LOG_LEVEL", "warning", _word(LOG_LEVELS)),
    "log_format": ("FLOWTIME_LOG_FORMAT", "auto", _word(LOG_FORMATS)),
    "max_body_bytes": ("FLOWTIME_MAX_BODY_BYTES", 10_485_760, _integer(1)),
    "max_document_bytes": ("FLOWTIME_MAX_DOCUMENT_BYTES", 1_048_576, _integer(1)),
    "max_document_depth": ("FLOWTIME_MAX_DOCUMENT_DEPTH", 64, _integer(1, DEEPEST_NESTING)),
    "max_document_aliases": ("FLOWTIME_MAX_DOCUMENT_ALIASES", 100, _integer(0)),
    "max_document_events": ("FLOWTIME_MAX_DOCUMENT_EVENTS", 500_000, _integer(1)),
    "max_bins": ("FLOWTIME_MAX_BINS", 100_000, _integer(1)),
    "max_cells": ("FLOWTIME_MAX_CELLS", 50_000_000, _integer(1)),
    "max_running_cells": ("FLOWTIME_MAX_RUNNING_CELLS", 200_000_000, _integer(1)),
    "max_window_points": ("FLOWTIME_MAX_WINDOW_POINTS", 5_000_000, _integer(1)),
    "max_concurrent_creations": ("FLOWTIME_MAX_CONCURRENT_CREATIONS", 32, _integer(1)),
    "max_requests_per_minute": ("FLOWTIME_MAX_REQUESTS_PER_MINUTE", None, _integer(1)),
    "request_timeout_seconds": ("FLOWTIME_REQUEST_TIMEOUT_SECONDS", 30.0, _seconds),
    "shutdown_seconds": ("FLOWTIME_SHUTDOWN_SECONDS", 30.0, _seconds),
    "open_runs": ("FLOWTIME_OPEN_RUNS", 64, _integer(1)),
}
API_KEYS_VARIABLE: Final = "FLOWTIME_API_KEYS"
KNOWN_VARIABLES: Final = (*(variable for variable, _, _ in _ROWS.values()), API_KEYS_VARIABLE)


def _unavailable(given: Mapping[str, _Given]) -> list[str]:
    """API keys are refused rather than ignored: a server without its keys would be open to everyone."""
    if API_KEYS_VARIABLE not in given:
        return []
    return [f"{API_KEYS_VARIABLE} is set, but this version cannot check API keys; unset it to serve openly."]


def _unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    names = (name for name, text in environ.items() if name.startswith(PREFIX) and text.strip())
    return tuple(sorted(name for name in names if name not in KNOWN_VARIABLES))
