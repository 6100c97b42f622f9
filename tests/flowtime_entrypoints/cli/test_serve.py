"""`flowtime serve`."""

import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from examples.commands import PROGRAM, command, environment, process
from flowtime_entrypoints.cli.serve import is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", "192.168.0.1"])
def test_other_machines_are_not_served_by_mistake(tmp_path: Path, host: str) -> None:
    """A host that other machines can reach needs --insecure (operations §4.11)."""
    ended = command(tmp_path, "serve", "--host", host)
    assert ended.code == 2
    assert ended.err.startswith(f"error[usage]: '{host}' is no loopback address")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "LocalHost"])
def test_loopback_addresses(host: str) -> None:
    """What only this machine can reach needs no permission (operations §4.11)."""
    assert is_loopback(host)


def test_settings_of_the_server_are_checked(tmp_path: Path) -> None:
    """A port that is none is a wrong setting (operations §1.1)."""
    ended = command(tmp_path, "serve", "--port", "70000")
    assert ended.code == 2
    assert ended.err.startswith("error[setting_invalid]: --port (FLOWTIME_PORT) is '70000'")


def test_a_port_in_use(tmp_path: Path) -> None:
    """A port that somebody else listens on is a failure with exit code 1 (operations §4.11)."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = process(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert ended.code == 1
    assert ended.err.startswith("error[")
    assert "Traceback" not in ended.err


def test_serving_until_stopped(tmp_path: Path) -> None:
    """The command prints its address, serves, and ends with 0 when it is told to (operations §4.11, §5.2)."""
    serving = subprocess.Popen(
        [PROGRAM, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    assert serving.stdout is not None
    try:
        assert "http://127.0.0.1:" in serving.stdout.readline()
    finally:
        os.kill(serving.pid, signal.SIGTERM)
        _, err = serving.communicate(timeout=20)
    assert (serving.returncode, err) == (0, "")
