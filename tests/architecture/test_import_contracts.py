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
    ),
    "a use case in a mode": (
        "src/flowtime_domain/modes/planted.py",
        "import flowtime_domain.use_cases.create_run",
    ),
    "one adapter in another": (
        "src/adapters/flowtime_adapters/clock/planted.py",
        "import flowtime_adapters.id_source",
    ),
    "an adapter in a command": (
        "src/entrypoints/flowtime_entrypoints/cli/planted.py",
        "import flowtime_adapters.clock",
    ),
    "HTTP in the command line": (
        "src/entrypoints/flowtime_entrypoints/cli/planted.py",
        "import flowtime_entrypoints.http",
    ),
    "a room nobody drew": ("src/flowtime_domain/attic/__init__.py", ""),
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
    """An import that crosses a wall fails the contracts (design: who may import whom)."""
    place, line = PLANTED_VIOLATIONS[violation]
    planted = copied_house / place
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n", encoding="utf-8")
    assert lint_imports(copied_house).returncode == 1
