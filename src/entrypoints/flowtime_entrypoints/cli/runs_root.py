"""Which directory of runs a command looks at (operations §4.7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flowtime_entrypoints.cli.session import Session
    from flowtime_entrypoints.container import Container

runs_dir = click.option("--runs-dir", metavar="DIR", help="Directory of runs other than <data>/runs.")


def container_of(session: Session, runs_dir: str | None) -> Container:
    """The parts of a command that looks at runs."""
    return session.container(session.settings(), Path(runs_dir) if runs_dir else None)
