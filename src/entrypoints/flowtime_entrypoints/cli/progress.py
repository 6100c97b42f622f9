"""A sign of life while long work goes on.

Rule 1: only a person sees it: on a terminal, on standard error, and not for work that is over at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Final

from flowtime_entrypoints.cli.session import Session, is_terminal

PATIENCE_SECONDS: Final = 0.7


@contextmanager
def progress(session: Session, doing: str) -> Iterator[None]:
    """Show what is being done until it is done, if that takes long."""
    with counted_progress(session, doing):
        yield


@contextmanager
def counted_progress(session: Session, doing: str) -> Iterator[Callable[[int, int], None]]:
    """The same for work that can tell how much of it is done: what is given takes both numbers."""
    with _status(session, doing) as update:
        yield lambda done, total: update(f"{doing}: {done:,} of {total:,} ...")


@contextmanager
def rows_progress(session: Session, doing: str) -> Iterator[Callable[[int], None]]:
    """The same for reading rows whose number nobody knows: what is given takes how many were read."""
    with _status(session, doing) as update:
        yield lambda rows: update(f"{doing}: {rows:,} rows ...")


@contextmanager
def _status(session: Session, doing: str) -> Iterator[Callable[[str], None]]:
    if session.quiet or not is_terminal(sys.stderr):
        yield lambda text: None
        return
    from rich.console import Console

    status = Console(stderr=True, no_color=session.no_color or None).status(f"{doing} ...")
    timer = Timer(PATIENCE_SECONDS, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield status.update
    finally:
        timer.cancel()
        timer.join()
        status.stop()
