"""`flowtime serve` as a process of its own, on a free port of the loopback address."""

import os
import re
import signal
import subprocess
import sysconfig
from pathlib import Path
from typing import Final, Self

import httpx

COMMAND: Final = Path(sysconfig.get_path("scripts")) / "flowtime"
PATIENCE_SECONDS: Final = 30


class RealServer:
    """Runs from entering to leaving the context; settings are given without their prefix.

    Attributes
    ----------
    client
        Calls the server.
    log
        Where its standard error goes.
    """

    def __init__(self, folder: Path, **variables: object) -> None:
        given = {f"FLOWTIME_{name.upper()}": str(value) for name, value in variables.items()}
        self.data_dir = folder / "data"
        self.log = folder / "log.jsonl"
        self._environment = {**os.environ, "FLOWTIME_DATA_DIR": str(self.data_dir), **given}

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [COMMAND, "serve", "--port", "0"],
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        announced = re.search(r"http://\S+", self.process.stdout.readline())
        assert announced is not None, self.log.read_text()
        self.address = announced.group()
        self.client = httpx.Client(base_url=self.address, timeout=PATIENCE_SECONDS)
        return self

    def stop(self) -> int:
        """Ask the process to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def __exit__(self, *failure: object) -> None:
        self.client.close()
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
