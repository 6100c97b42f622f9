"""What `flowtime runs verify` tells (operations §4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from flowtime_entrypoints.cli.printable import printable

if TYPE_CHECKING:
    from flowtime_domain.use_cases.verify_runs import VerifiedRun
    from flowtime_entrypoints.cli.session import Session


def verification_body(verified: Sequence[VerifiedRun]) -> dict[str, Any]:
    """The result for programs."""
    return {
        "items": [
            {
                "runId": run.run_id,
                "status": run.status,
                "findings": [
                    {"code": finding.code, "path": finding.file, "message": finding.message}
                    for finding in run.findings
                ],
            }
            for run in verified
        ],
        "checked": len(verified),
        "corrupt": sum(run.status == "corrupt" for run in verified),
    }


def print_verification(session: Session, verified: Sequence[VerifiedRun]) -> None:
    """The result for people: a line for each run, its findings, and the numbers."""
    corrupt = [run for run in verified if run.findings]
    for run in corrupt if session.quiet else verified:
        click.echo(run.run_id if session.quiet else f"{run.run_id}: {run.status}")
        for finding in () if session.quiet else run.findings:
            place = "" if finding.file is None else f" {printable(finding.file)}"
            click.echo(f"  {finding.code}{place}: {finding.message}")
    if not session.quiet:
        click.echo(f"{len(verified)} checked, {len(corrupt)} corrupt.")
