"""The import contracts hold, and they catch what they promise to catch."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.layout import ROOT

PLANTED_VIOLATIONS = {
    "an adapter in the domain": (
        "src/flowtime_domain/kernels/planted.py",
        "import flowtime_adapters.clock",
        "entry points -> adapters -> domain",
    ),
    "a use case in a mode": (
        "src/flowtime_domain/modes/planted.py",
        "import flowtime_domain.use_cases.create_run",
        "rooms of the domain",
    ),
    "one adapter in another": (
        "src/adapters/flowtime_adapters/clock/planted.py",
        "import flowtime_adapters.id_source",
        "adapters are strangers to each other",
    ),
    "an adapter in a command": (
        "src/entrypoints/flowtime_entrypoints/cli/planted.py",
        "import flowtime_adapters.clock",
        "only the container imports adapters",
    ),
    "HTTP in the command line": (
        "src/entrypoints/flowtime_entrypoints/cli/planted.py",
        "import flowtime_entrypoints.http",
        "rooms of the entry points",
    ),
    "a room nobody drew in the domain": (
        "src/flowtime_domain/attic/__init__.py",
        "",
        "rooms of the domain",
    ),
    "a room nobody drew among the adapters": (
        "src/adapters/flowtime_adapters/attic/__init__.py",
        "",
        "adapters are strangers to each other",
    ),
    "a room nobody drew among the entry points": (
        "src/entrypoints/flowtime_entrypoints/attic.py",
        "",
        "rooms of the entry points",
    ),
}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    folders = [root / "src", root / "src" / "adapters", root / "src" / "entrypoints"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--config", "pyproject.toml", "--no-cache"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def broken(report: str) -> list[str]:
    """The names of the contracts that a report calls broken."""
    return [line.removesuffix(" BROKEN") for line in report.splitlines() if line.endswith(" BROKEN")]


@pytest.fixture
def copied_house(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_contracts_hold(copied_house):
    """The code as it stands keeps every import contract (design: who may import whom)."""
    result = lint_imports(copied_house)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("violation", PLANTED_VIOLATIONS, ids=str)
def test_planted_violation_is_caught(copied_house, violation):
    """An import that crosses a wall breaks the contract that guards it, and no other (design §4)."""
    place, line, contract = PLANTED_VIOLATIONS[violation]
    planted = copied_house / place
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n", encoding="utf-8")
    result = lint_imports(copied_house)
    assert result.returncode == 1
    assert broken(result.stdout) == [contract]
