"""The group of commands about telemetry."""

from pathlib import Path

from examples.commands import command


def test_the_commands_are_listed(tmp_path: Path) -> None:
    """The help of the group names its commands (operations §4.9)."""
    text = command(tmp_path, "telemetry", "--help").text
    assert "  capture " in text
    assert "  import " in text
