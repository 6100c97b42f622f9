"""How a failed command tells its caller: blocks on standard error, with --json a problem on standard output.

Rule 1: a bug shows where it happened only with ``--log-level debug`` (operations §4.3).
"""

import os
import sys
import traceback
from typing import Final

import click

from flowtime_domain.errors import FlowTimeError, StoreUnavailableError
from flowtime_entrypoints.cli.error_blocks import error_blocks
from flowtime_entrypoints.cli.exit_codes import exit_code_of
from flowtime_entrypoints.cli.output import write_body, write_error_text
from flowtime_entrypoints.cli.printable import printable
from flowtime_entrypoints.cli.session import Session
from flowtime_entrypoints.cli.usage_errors import usage_error
from flowtime_entrypoints.problems import INTERNAL_CODE, problem

LOG_LEVEL: Final = "FLOWTIME_LOG_LEVEL"


def reported(error: Exception, session: Session, *, as_json: bool) -> int:
    """Tell about an error, and give the exit code of the command."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        write_error_text(error.format_message() + "\n")
        return error.exit_code
    if isinstance(error, click.UsageError):
        error = usage_error(error)
    if isinstance(error, FlowTimeError):
        has_places = any(finding.place for finding in error.errors)
        blocks = error_blocks(error, session.find_source() if has_places else None)
        write_error_text(blocks + _refused_file(error))
    else:
        write_error_text(_bug(error, session))
    if as_json:
        write_body(problem(error, None).body)
        sys.stdout.flush()
    return exit_code_of(error)


def _refused_file(error: FlowTimeError) -> str:
    """What the operating system refused, and why; an answer over HTTP never tells that."""
    cause = error.__cause__
    if not isinstance(error, StoreUnavailableError) or not isinstance(cause, OSError) or not cause.strerror:
        return ""
    name = cause.filename if isinstance(cause.filename, str) else None
    return " --> " + printable(": ".join(filter(None, (name, cause.strerror)))) + "\n"


def _bug(error: Exception, session: Session) -> str:
    message = f"error[{INTERNAL_CODE}]: FlowTime failed; this is a bug."
    level = session.flags.get(LOG_LEVEL, os.environ.get(LOG_LEVEL, ""))
    if str(level).strip().lower() == "debug":
        return "".join(traceback.format_exception(error)) + message + "\n"
    return f"{message} '--log-level debug' shows where.\n"
