"""The built wheel ships exactly the four packages, with their data, and works away from the tree."""

import os
import subprocess
import sys
import zipfile

import pytest

from architecture.layout import PACKAGES, ROOT

MAIN_JOB = """
import sys, flowtime_adapters
from flowtime_entrypoints.cli.main import main
sys.stderr.write(flowtime_adapters.__file__)
sys.argv = ["flowtime", "run", "--template-id", "order-system", "--run-id", "a", "--quiet"]
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel_names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.slow
def test_wheel_has_four_top_level_names(wheel_names):
    """The wheel installs our four packages and nothing beside them (design §2)."""
    top_level = {name.partition("/")[0] for name in wheel_names}
    assert {name for name in top_level if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.slow
def test_wheel_ships_packaged_templates(wheel_names):
    """The packaged templates travel in the wheel (model §12.1)."""
    templates = [name for name in wheel_names if name.endswith("/packaged/order-system.yaml")]
    assert templates == ["flowtime_adapters/template_source/packaged/order-system.yaml"]


@pytest.mark.slow
def test_wheel_says_that_it_is_typed(wheel_names):
    """Type checkers read the annotations of the installed packages (design §2)."""
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(wheel_names)


@pytest.mark.slow
def test_installed_wheel_does_the_main_job(wheel, tmp_path):
    """The packages of the wheel make a run of a packaged template without the source tree (design §1)."""
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    # Coverage is that of the source tree; what it would note of the installed copy belongs to nothing.
    ours = ("FLOWTIME_", "COVERAGE_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-c", MAIN_JOB],
        cwd=elsewhere,
        env={**environment, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr
    assert done.stderr == str(installed / "flowtime_adapters" / "__init__.py")
    assert (elsewhere / "data" / "runs" / "a" / "manifest.json").is_file()
