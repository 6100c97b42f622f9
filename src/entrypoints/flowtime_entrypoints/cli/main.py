"""The command `flowtime`.

Rule 1: whatever happens, the caller gets an exit code of operations §4.2 and no stack trace for a mistake
of his own.
Rule 2: this module imports nothing that Python has not loaded before it; all else is imported where an
interrupt is answered, since until then Ctrl-C gives a stack trace.
"""

from __future__ import annotations

import os
import sys

# As in `typing`, whose import would take longer than all of this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from flowtime_entrypoints.cli.session import Session

FAILURE = 1
INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line of this process."""
    try:
        _complete_streams()
        code = _code_of_process()
    except KeyboardInterrupt:
        code = _interrupted()
    _leave_quietly()
    sys.exit(code)


def _complete_streams() -> None:
    """A stream that the caller has closed is empty, and what is written to it is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - as long as the process lives


def _code_of_process() -> int:
    import signal

    from flowtime_entrypoints.cli.session import Session

    # Whoever ends the process gracefully interrupts it as a person does with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return exit_code(sys.argv[1:], Session())


def _leave_quietly() -> None:
    """What is left to do is Python's own; from now on a signal ends the process without a word."""
    import signal

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


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
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        _abandon_output()
        return FAILURE
    except OSError as error:
        # Adapters translate their failures, so what is left is the output of the command itself.
        _abandon_output()
        _tell(f"error[output_failed]: The output cannot be written: {error.strerror}.")
        return FAILURE
    return code


def _ended(args: Sequence[str], session: Session) -> int:
    import click

    from flowtime_entrypoints.cli.program import flowtime

    try:
        _refuse_broken_words(args)
        code = flowtime.main(args, prog_name="flowtime", standalone_mode=False, obj=session)
    except click.Abort:
        return _interrupted()
    except OSError:
        raise
    except Exception as error:
        from flowtime_entrypoints.cli.failures import reported

        return reported(error, session, as_json="--json" in args)
    return code if isinstance(code, int) else 0


def _interrupted() -> int:
    _tell("Interrupted.")
    return INTERRUPTED


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _refuse_broken_words(args: Sequence[str]) -> None:
    """A word that is no text in the encoding of the caller can stand in no answer and no document."""
    import click

    for word in args:
        try:
            word.encode()
        except UnicodeEncodeError:
            shown = word[:64].encode(errors="backslashreplace").decode()
            raise click.UsageError(f"The argument '{shown}' is no UTF-8 text.") from None


def _abandon_output() -> None:
    """Nobody can take our output; what is left of it must not fail once more when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
