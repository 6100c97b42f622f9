"""Machine code: made once, only where it can be made."""

import sys
from types import SimpleNamespace

import numba
import numba.np.arrayobj
import numpy as np
import pytest

from flowtime_domain.kernels.compiled import MachineCode, borrowing, compiler, machine_code


@pytest.fixture
def plain_compiler(monkeypatch):
    """A compiler that leaves functions as they are, and finds no place on disk; what it was asked for."""
    asked = []

    def njit(function_or_signature, **options):
        asked.append(options)
        if "cache" not in options:
            return function_or_signature
        if options["cache"]:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    fake = SimpleNamespace(config=SimpleNamespace(USING_SVML=False), types=numba.types, njit=njit)
    monkeypatch.setitem(sys.modules, "numba", fake)
    return asked


def test_machine_code_is_made_without_a_place_on_disk(plain_compiler):
    """Where nothing can be kept, machine code is made for this process alone (engine §1.2)."""
    run = machine_code()
    assert run is not None
    assert run.__name__ == "run"
    assert [options["cache"] for options in plain_compiler if "cache" in options] == [True, False]


def test_the_compiler_keeps_to_the_contract(plain_compiler):
    """Nothing is reordered or joined, division is IEEE's, and other threads may run (engine §1.2)."""
    machine_code()
    for options in plain_compiler:
        assert (options["fastmath"], options["error_model"], options["nogil"]) == (False, "numpy", True)


def test_machine_code_is_made_once(plain_compiler):
    """Whoever asks again gets the same machine code (engine §1.2)."""
    code = MachineCode()
    assert not code.is_loaded
    run = code.run()
    assert run is not None
    asked = len(plain_compiler)
    assert code.run() is run
    assert len(plain_compiler) == asked
    assert code.is_loaded


def test_without_a_compiler_there_is_no_machine_code(monkeypatch):
    """The compiler is an extra: without it there is no machine code, and no error (engine §1.2)."""
    monkeypatch.setitem(sys.modules, "numba", None)
    code = MachineCode()
    assert code.run() is None
    assert code.run() is None
    assert not code.is_loaded


def test_a_library_of_other_bits_is_not_used(monkeypatch):
    """A compiler that replaces EXP and LN by its own routines is not used (engine §1.3)."""
    monkeypatch.setattr(numba.config, "USING_SVML", True, raising=False)
    assert compiler() is None
    assert machine_code() is None


def test_borrowed_arrays_are_the_same_memory():
    """What machine code borrows is the array of its caller, not a copy (engine §1.2)."""
    borrowed = borrowing()

    @numba.njit
    def write(array):
        view = borrowed(array)
        view[0] = 7.0
        return view[0]

    array = np.zeros(2)
    assert write(array) == 7.0
    assert array.tolist() == [7.0, 0.0]
