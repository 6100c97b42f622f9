"""Which way a plan becomes numbers."""

import subprocess
import sys

from flowtime_domain.evaluation.execution_path import (
    NUMBERS_THAT_PAY,
    NUMBERS_THAT_PAY_FOR_LOADING,
    machine_code_for,
)
from flowtime_domain.kernels.compiled import MACHINE_CODE


def test_large_work_is_done_by_machine_code():
    """Work that pays for it is done by machine code (engine §1.2)."""
    assert machine_code_for(NUMBERS_THAT_PAY_FOR_LOADING) is MACHINE_CODE.run() is not None


def test_small_work_is_done_by_numpy():
    """Work that does not pay for its translation is done by NumPy (engine §1.2)."""
    assert machine_code_for(NUMBERS_THAT_PAY - 1) is None


def test_nothing_is_loaded_for_work_that_is_done_once():
    """A process that makes one run does not wait for a compiler, however large the run (runs §11.1)."""
    program = (
        "from flowtime_domain.evaluation.execution_path import machine_code_for\n"
        "import sys\n"
        "assert machine_code_for(10**9, is_once=True) is None\n"
        "assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_work_that_is_done_once_uses_what_is_there():
    """Once machine code is there, a single run uses it too (engine §1.2)."""
    assert MACHINE_CODE.run() is machine_code_for(NUMBERS_THAT_PAY, is_once=True)


def test_machine_code_that_is_there_pays_sooner():
    """Once machine code is there, less work pays for it (engine §1.2)."""
    assert MACHINE_CODE.run() is machine_code_for(NUMBERS_THAT_PAY)


def test_whoever_calls_may_say_which():
    """A way that is asked for is taken, whatever it costs (engine §1.2)."""
    assert machine_code_for(1, "compiled") is MACHINE_CODE.run()
    assert machine_code_for(10**9, "numpy") is None
