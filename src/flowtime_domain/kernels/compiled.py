"""The kernels over tiles, compiled to machine code.

Rule 1: only this file knows the compiler, and imports it when it is asked for machine code; without it
everything works, slower.
Rule 2: the compiler may neither reorder nor join operations: machine code gives the bits of the plain
functions (engine §1.2).
Rule 3: machine code is kept on disk between runs if there is a place for it.
"""

from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from types import FunctionType
from typing import Any, Final, TypeAlias, final

from flowtime_domain.kernels.tiles import interpreter, opcodes

Run: TypeAlias = Callable[..., int]
"""Called like `flowtime_domain.kernels.tiles.interpreter.run`."""

_TILES: Final = "flowtime_domain.kernels.tiles."


@final
class MachineCode:
    """Machine code that is made when it is first asked for, by one thread for all."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._run: Run | None = None
        self._is_possible = True

    @property
    def is_loaded(self) -> bool:
        """Whether the machine code is there already."""
        return self._run is not None

    def run(self) -> Run | None:
        """`interpreter.run` as machine code; None without a compiler.

        The first call takes seconds, or a part of one if the machine code is on disk. While the machine
        code runs, other threads run too.
        """
        with self._lock:
            if self._run is None and self._is_possible:
                self._run = machine_code()
                self._is_possible = self._run is not None
            return self._run


MACHINE_CODE: Final = MachineCode()


def compiler() -> Any:
    """The compiler; None if there is none, or none that keeps to the contract."""
    try:
        import numba
    except ImportError:
        return None
    # Intel's vector library has other bits than the C library for EXP and LN (engine §1.3).
    return None if getattr(numba.config, "USING_SVML", False) else numba


def machine_code() -> Run | None:
    """`interpreter.run` as new machine code; None without a compiler."""
    numba = compiler()
    if numba is None:
        return None
    try:
        return _compiled(numba, is_kept=True)
    except RuntimeError:  # there is no place on disk
        return _compiled(numba, is_kept=False)


def _compiled(numba: Any, is_kept: bool) -> Run:
    options = {"nogil": True, "error_model": "numpy", "fastmath": False, "boundscheck": False}
    functions = _called_functions(interpreter.run)
    ready: dict[Callable[..., Any], Any] = {interpreter.borrowed: borrowing()}
    for function in functions[:-1]:
        if function not in ready:
            ready[function] = numba.njit(_with_callees(function, ready), **options)
    run = _with_callees(interpreter.run, ready)
    # The compiler's store looks at the file of this function only; so its name tells the state of all.
    run.__qualname__ = f"run_{_fingerprint(functions)}"
    whole, integer = numba.types.int64[::1], numba.types.int64
    number = numba.types.float64[::1]
    signature = integer(whole, number, number, number, number, integer)
    compiled_run: Run = numba.njit(signature, cache=is_kept, **options)(run)
    return compiled_run


def borrowing() -> Any:
    """`interpreter.borrowed` for the compiler: an array that nobody counts references to."""
    from numba.core import cgutils
    from numba.extending import intrinsic
    from numba.np import arrayobj

    view_of: Any = arrayobj.make_array
    null_of: Any = cgutils.get_null_value

    def borrowed(_: Any, array: Any) -> tuple[Any, Callable[..., Any]]:
        def without_owner(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            view = view_of(signature.args[0])(context, builder, arguments[0])
            view.meminfo = null_of(view.meminfo.type)
            view.parent = null_of(view.parent.type)
            return view._getvalue()

        return array(array), without_owner

    return intrinsic(borrowed)


def _called_functions(function: Any) -> list[FunctionType]:
    """A plain function of the kernels over tiles and all that it calls, each after those that it calls."""
    found: dict[FunctionType, None] = {}
    for name in function.__code__.co_names:
        callee = function.__globals__.get(name)
        if isinstance(callee, FunctionType) and callee.__module__.startswith(_TILES):
            found.update(dict.fromkeys(_called_functions(callee)))
    found[function] = None
    return list(found)


def _with_callees(function: Any, ready: dict[Callable[..., Any], Any]) -> FunctionType:
    """A copy of a function that calls compiled functions instead of plain ones."""
    known = {
        name: ready.get(value, value) if isinstance(value, FunctionType) else value
        for name, value in function.__globals__.items()
    }
    copy = FunctionType(function.__code__, known, function.__name__, function.__defaults__)
    copy.__module__ = function.__module__
    return copy


def _fingerprint(functions: list[FunctionType]) -> str:
    codes = {name: value for name, value in vars(opcodes).items() if isinstance(value, int)}
    state = sha256(repr(codes).encode())
    for function in functions:
        state.update(function.__code__.co_code + repr(function.__code__.co_consts).encode())
    return state.hexdigest()[:16]
