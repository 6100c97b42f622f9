"""The built wheel ships exactly the four packages, with their data."""

import subprocess
import sys
import zipfile

import pytest

from architecture.layout import PACKAGES, ROOT


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
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
