"""What `flowtime runs verify` tells."""

import json
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command

FINDING = "The file has 3 bytes instead of 426."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with an intact and a corrupt run."""
    for name in ("good", "bad"):
        words = ["run", "--model", "-", "--run-id", name, "--quiet"]
        assert command(tmp_path, *words, stdin=clinic_desk.MODEL_YAML).code == 0
    (tmp_path / "runs" / "bad" / "spec.yaml").write_bytes(b"bad")
    return tmp_path


def test_for_programs(data: Path) -> None:
    """With --json each run has its status and findings, and the runs are counted (operations §4.7)."""
    ended = command(data, "runs", "verify", "--all", "--json")
    assert ended.code == 1
    assert json.loads(ended.out) == {
        "items": [
            {
                "runId": "bad",
                "status": "corrupt",
                "findings": [{"code": "file_size_differs", "path": "spec.yaml", "message": FINDING}],
            },
            {"runId": "good", "status": "complete", "findings": []},
        ],
        "checked": 2,
        "corrupt": 1,
    }


def test_for_people(data: Path) -> None:
    """Each run has a line, with a line for each finding; --quiet names the corrupt ones (operations §4.7)."""
    assert command(data, "runs", "verify", "good", "bad").text.splitlines() == [
        "good: complete",
        "bad: corrupt",
        f"  file_size_differs spec.yaml: {FINDING}",
        "2 checked, 1 corrupt.",
    ]
    assert command(data, "runs", "verify", "--all", "--quiet").text == "bad"


def test_exit_code(data: Path) -> None:
    """The exit code is 0 only if every run is intact (operations §4.2, §4.7)."""
    assert command(data, "runs", "verify", "good").code == 0
    assert command(data, "runs", "verify", "good", "bad", "--json").code == 1


def test_failed_verification_is_listed(data: Path) -> None:
    """A run that a verification found corrupt is listed so by the next process (runs §10.3)."""
    command(data, "runs", "verify", "bad")
    assert command(data, "runs", "list", "--quiet").text.split() == ["good"]
    (data / "runs" / "bad" / "spec.yaml").write_bytes(clinic_desk.MODEL_YAML)
    assert command(data, "runs", "verify", "bad").code == 0
    assert command(data, "runs", "list", "--quiet").text.split() == ["bad", "good"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "error[usage]: Name the runs to verify, or give '--all'."),
        (["good", "--all"], 2, "error[usage]: Name the runs to verify, or give '--all'."),
        (["nobody"], 1, "error[run_not_found]: "),
        (["../runs"], 1, "error[run_id_invalid]: "),
    ],
)
def test_wrong_calls(data: Path, words: list[str], code: int, message: str) -> None:
    """Runs are named, or all are meant; what is not there is told (operations §4.2, §4.7)."""
    ended = command(data, "runs", "verify", *words)
    assert (ended.code, ended.out) == (code, b"")
    assert ended.err.startswith(message)
