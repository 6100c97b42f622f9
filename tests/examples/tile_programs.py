"""Programs over tiles with a single instruction, run in both ways."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from flowtime_domain.compilation.program.values import bits
from flowtime_domain.kernels.compiled import MACHINE_CODE
from flowtime_domain.kernels.tiles import interpreter, opcodes

WAYS: Mapping[str, Callable[[], Callable[..., int]]] = {
    "plain": lambda: interpreter.run,
    "compiled": lambda: MACHINE_CODE.run() or interpreter.run,
}
SPECIAL = np.array(
    [np.nan, np.inf, -np.inf, 0.0, -0.0, 5e-324, -5e-324, 1.0, -1.0, 2.0, -2.0, 3.0, 0.5, -0.5, 2.5, -2.5,
     0.49999999999999994, 1.5e308, -1.5e308, 4503599627370497.5, -1e-300, 709.782712893384,
     709.7827128933841, -745.2, 1e-5, 0.1, 7.3, -7.3]
)  # fmt: skip


def pairs() -> tuple[np.ndarray, np.ndarray]:
    """Every special number beside every other."""
    left, right = np.meshgrid(SPECIAL, SPECIAL)
    return left.ravel(), right.ravel()


def segment(tile: int, body: Sequence[int]) -> list[int]:
    """Instructions that are run over whole tiles."""
    return [tile, tile, len(body) + 4, len(body) + 4, *body]


def run_program(way: str, slots: Sequence[int], matrix: np.ndarray, hidden_rows: int = 1) -> np.ndarray:
    """Run a program over a matrix of shape (rows, bins); the hidden rows that it leaves."""
    bins = matrix.shape[1]
    program = np.array(slots, dtype=np.int64)
    registers = np.full(16 * opcodes.PLACES_PER_REGISTER, np.nan)
    hidden = np.full(hidden_rows * bins, np.nan)
    with np.errstate(all="ignore"):
        WAYS[way]()(program, program.view(np.float64), matrix.reshape(-1), registers, hidden, bins)
    return hidden.reshape(hidden_rows, bins)


def computed(
    way: str,
    operation: int,
    *operands: np.ndarray | float | int,
    tile: int = opcodes.TILE,
    also: int | None = None,
) -> np.ndarray:
    """What an instruction gives: arrays are in registers, floats and whole numbers in slots.

    With `also`, what it writes to a further register, which is the last operand, is given.
    """
    arrays = [operand for operand in operands if isinstance(operand, np.ndarray)]
    bins = max(map(len, arrays), default=7)
    matrix = np.array([*arrays, np.full(bins, np.nan)])
    place = opcodes.PLACES_PER_REGISTER
    loads: list[int] = []
    written: list[int] = []
    for operand in operands:
        if isinstance(operand, np.ndarray):
            index = len(loads) // 6
            loads += [opcodes.LOAD, 6, (index + 2) * place, index * bins, 0, 0]
            written.append((index + 2) * place)
        else:
            written.append(bits(operand) if isinstance(operand, float) else operand)
    if also is not None:
        written.append(also * place)
    result = 1 if also is None else also
    body = [*loads, operation, 3 + len(written), place, *written,
            opcodes.KEEP, 4, bins, result * place]  # fmt: skip
    return run_program(way, segment(tile, body), matrix, hidden_rows=2)[1]


def same_bits(left: np.ndarray, right: np.ndarray) -> bool:
    """Whether two arrays hold the same numbers bit for bit; one NaN is as good as another."""
    left, right = np.broadcast_arrays(np.asarray(left, dtype=np.float64), right)
    equal = np.ascontiguousarray(left).view(np.int64) == np.ascontiguousarray(right).view(np.int64)
    return bool((equal | (np.isnan(left) & np.isnan(right))).all())
