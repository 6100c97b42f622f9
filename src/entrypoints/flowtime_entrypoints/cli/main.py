"""The command `flowtime`.

Rule 1: whatever happens, the caller gets an exit code of operations §4.2 and no stack trace for a mistake
of his own.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from flowtime_entrypoints.cli.commands import LazyGroup, example, global_flags
from flowtime_entrypoints.cli.session import Session

PACKAGE = "flowtime_entrypoints.cli"
FAILURE = 1
INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    lazy={
        "run": f"{PACKAGE}.run:run",
        "templates": f"{PACKAGE}.templates:templates",
        "runs": f"{PACKAGE}.runs:runs",
        "state": f"{PACKAGE}.state:state",
        "telemetry": f"{PACKAGE}.telemetry:telemetry",
        "catalog": f"{PACKAGE}.catalog:catalog",
        "serve": f"{PACKAGE}.serve:serve",
        "version": f"{PACKAGE}.version:version",
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("flowtime run --template-id order-system"),
)
@click.version_option(package_name="flowtime", message="%(prog)s %(version)s")
@global_flags
def flowtime() -> None:
    """Describe a system as services and queues on a time grid; see where work piles up, and why."""


def main() -> NoReturn:
    """Run the command line of this process."""
    _complete_streams()
    # Whoever ends the process gracefully interrupts it as a person does with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(exit_code(sys.argv[1:], Session()))


def _complete_streams() -> None:
    """A stream that the caller has closed is empty, and what is written to it is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - as long as the process lives


def exit_code(args: Sequence[str], session: Session) -> int:
    """Run a command line and tell how it ended.

    Parameters
    ----------
    args
        The words after the name of the program.
    session
        What this call knows.
    """
    try:
        code = _ended(args, session)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        return FAILURE
    except OSError as error:
        # Adapters translate their failures, so what is left is the output of the command itself.
        _abandon_output()
        click.echo(f"error[output_failed]: The output cannot be written: {error.strerror}.", err=True)
        return FAILURE
    return code


def _ended(args: Sequence[str], session: Session) -> int:
    try:
        _refuse_broken_words(args)
        code = flowtime.main(args, prog_name="flowtime", standalone_mode=False, obj=session)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except OSError:
        raise
    except Exception as error:
        from flowtime_entrypoints.cli.failures import reported

        return reported(error, session, as_json="--json" in args)
    return code if isinstance(code, int) else 0


def _refuse_broken_words(args: Sequence[str]) -> None:
    """A word that is no text in the encoding of the caller can stand in no answer and no document."""
    for word in args:
        try:
            word.encode()
        except UnicodeEncodeError:
            shown = word[:64].encode(errors="backslashreplace").decode()
            raise click.UsageError(f"The argument '{shown}' is no UTF-8 text.") from None


def _abandon_output() -> None:
    """Nobody can take our output; what is left of it must not fail once more when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
