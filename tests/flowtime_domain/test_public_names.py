"""What `import flowtime_domain` gives."""

import subprocess
import sys

import pytest

import flowtime
import flowtime_domain


def test_the_engine_is_at_hand_without_the_rest() -> None:
    """The core gives models, evaluations and scenarios; `flowtime` gives the same (design §1)."""
    assert set(flowtime_domain.__all__) == {
        "FlowModel",
        "evaluate",
        "Evaluation",
        "Finding",
        "evaluate_many",
        "ScenarioResult",
        "fixed",
        "scale",
        "offset",
    }
    for name in flowtime_domain.__all__:
        assert getattr(flowtime_domain, name) is getattr(flowtime, name)


def test_other_names_are_unknown() -> None:
    """A name that is not given is an error as in any module (design §1)."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = flowtime_domain.nothing  # type: ignore[attr-defined]


def test_importing_loads_nothing() -> None:
    """Whoever imports a part of the core does not load the rest (design §6)."""
    code = "import sys, flowtime_domain; print('numpy' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
