"""The two lines of the README that newcomers and continuous integration run as they stand."""

import re

import pytest

from architecture.layout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_below(heading: str) -> str:
    """The one fenced `sh` block below a heading."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert section.count("```") == 2
    return block


@pytest.mark.parametrize("heading", ["Run it", "Test it"])
def test_one_line_is_enough(heading):
    """Each heading is followed by one line that starts from a fresh clone with Python alone (design §10)."""
    block = block_below(heading)
    assert block.count("\n") == 1
    assert block.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_the_lines_end_in_a_run_and_in_the_tests():
    """The first line ends with the main job on the embedded defaults, the second with the tests."""
    assert block_below("Run it").endswith("&& .venv/bin/flowtime run --template-id order-system\n")
    assert block_below("Test it").endswith("&& .venv/bin/pytest -q -n auto --dist loadfile\n")


def test_continuous_integration_takes_its_line_from_the_readme():
    """`.ci/run` repeats no command of the README, it reads it there (design §10)."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "pytest -q" not in script
    assert "pip install" not in script
