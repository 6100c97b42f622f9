"""The command line in this process and as a process of its own."""

import os
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from click.testing import CliRunner
from dependency_injector import providers

from fakes.clock import FixedClock
from fakes.id_source import CountingIdSource
from flowtime_entrypoints.cli.main import exit_code
from flowtime_entrypoints.cli.session import Session
from flowtime_entrypoints.container import Container, build_container
from flowtime_entrypoints.settings import Settings

PROGRAM: Final = str(Path(sysconfig.get_path("scripts")) / "flowtime")
TEXTS: Final = Path(__file__).parent / "command_line"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text, without the last line end."""
        return self.out.decode().removesuffix("\n")


def foreseeable(settings: Settings, runs_root: Path | None, *, with_metrics: bool) -> Container:
    """The parts of a process at a fixed moment, with ids that a test can foretell."""
    container = build_container(settings, runs_root=runs_root, with_metrics=with_metrics)
    container.clock.override(providers.Object(FixedClock()))
    container.id_source.override(providers.Object(CountingIdSource()))
    return container


def command(data_dir: Path, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run a command line in this process, at a fixed moment."""
    environment = {"FLOWTIME_DATA_DIR": str(data_dir), "FLOWTIME_LOG_LEVEL": "error", **(env or {})}
    with CliRunner().isolation(stdin, env=environment) as (out, err, _):
        code = exit_code(words, Session(foreseeable))
        return Ended(code, out.getvalue(), err.getvalue().decode())


def process(data_dir: Path, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run a command line as a process of its own."""
    done = subprocess.run(
        [PROGRAM, *words], input=stdin, capture_output=True, env=environment(data_dir, env), check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def environment(data_dir: Path, env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a process of its own."""
    return {**os.environ, "FLOWTIME_DATA_DIR": str(data_dir), "FLOWTIME_LOG_LEVEL": "error", **(env or {})}


def left_behind(data_dir: Path) -> list[str]:
    """Everything below the directory of runs."""
    root = data_dir / "runs"
    return sorted(path.name for path in root.iterdir()) if root.exists() else []
