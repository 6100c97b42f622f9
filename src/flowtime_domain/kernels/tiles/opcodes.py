"""The instructions of a program over tiles: what they are called and which slots they have.

A program is one array of 64-bit slots, seen as whole numbers and, for coefficients, as binary64 numbers. It
is a sequence of segments ``[tile, step, length, loop, instructions ...]``, and an instruction is
``[operation, length, operands ...]``; lengths count all slots. For each tile, the instructions before the
slot `loop` of the segment are run over the whole tile, then the others over one step after the other. Nothing
in it is a position within the program, so pieces are joined by putting one after the other.

Operands are written below as letters:

* ``y a b c ...``: registers; each holds one tile of numbers and stands for its first place among all.
* ``row``, ``hidden``: the first place of a whole series in the matrix, or in the hidden rows.
* ``#x``: a number that is written in the slot itself; all others are whole numbers.

Rule 1: no instruction writes a register that it reads.
Rule 2: operations of one file stand together, so that few comparisons find the file.
"""

from typing import Final

TILE: Final = 512
"""Bins of a tile at most: what a formula needs shall fit into the cache that is nearest to the processor."""
PLACES_PER_REGISTER: Final = 520
"""More than a tile needs, so that equal bins of registers do not fall on equal lines of that cache."""

# Moves (moves.py)
FILL: Final = 0
"""``y #x``: the same number in each bin."""
BINS: Final = 1
"""``y``: indices of bins."""
HOURS: Final = 2
"""``y start step``: hours since midnight; both in microseconds, reduced to a week."""
WEEKDAYS: Final = 3
"""``y start step``: days since Monday."""
LOAD: Final = 4
"""``y row lag #initial``: a series of the matrix as it was some bins ago."""
RECALL: Final = 5
"""``y hidden lag #initial``: a hidden series as it was some bins ago."""
KEEP: Final = 6
"""``hidden a``: write a hidden series."""
STORE: Final = 7
"""``row a``: write a series of the matrix."""
VALUES: Final = 8
"""``row #x ...``: write a series of the matrix, one number for each bin."""
LAST_MOVE: Final = VALUES

# One operand: ``y a`` (elementwise.py)
NEGATE: Final = 9
FLOOR: Final = 10
CEIL: Final = 11
ROUND: Final = 12
ABS: Final = 13
SQRT: Final = 14
EXP: Final = 15
LN: Final = 16
KNOWN: Final = 17
"""0 where a is not finite (engine §1.4)."""
LAST_WITH_ONE_OPERAND: Final = KNOWN

# Two operands: ``y a b`` (elementwise.py)
ADD: Final = 18
SUBTRACT: Final = 19
MULTIPLY: Final = 20
DIVIDE: Final = 21
MIN: Final = 22
MAX: Final = 23
LESS: Final = 24
LESS_OR_EQUAL: Final = 25
GREATER: Final = 26
GREATER_OR_EQUAL: Final = 27
EQUAL: Final = 28
UNEQUAL: Final = 29
MOD: Final = 30
POW: Final = 31
LAST_WITH_TWO_OPERANDS: Final = POW

# Conditions and memory (choices.py, memory.py)
CHOOSE: Final = 32
"""``y c a b``: a where c is not 0, else b."""
PULSE: Final = 33
"""``y a period phase``: a in some bins."""
CONVOLVE: Final = 34
"""``y row (age #coefficient) ...``: a weighted sum over a series of the matrix."""
CONVOLVE_HIDDEN: Final = 35
"""``y hidden (age #coefficient) ...``: the same over a hidden series."""
AVERAGE: Final = 36
"""``y row length``: the mean of the latest bins of a series of the matrix."""
AVERAGE_HIDDEN: Final = 37
"""``y hidden length``: the same over a hidden series."""
CUMULATE: Final = 38
"""``y a hidden``: running sum, which is kept in a hidden series."""
SMOOTH: Final = 39
"""``y a hidden #alpha``: exponential moving average, which is kept in a hidden series."""
LAST_MEMORY: Final = SMOOTH

# Queues (queues.py); `intake` stands for three registers: arrivals, overflow in, loss
LIMITS: Final = 40
"""``a``: counts limits that are none."""
GATE: Final = 41
"""``y a capacity period phase``: a in dispatch bins, up to a capacity."""
DEMAND: Final = 42
"""``y row #initial intake capacity``: what a queue can put out; row is its depth."""
DEPTH: Final = 43
"""``y row #initial intake outflow limit``: the depth of a queue; row is where it will stand."""
OVERFLOW: Final = 44
"""``y row #initial intake outflow limit``: what finds no room; row is the depth."""
SERVE: Final = 45
"""``y row #initial intake capacity limit depth``: outflow y and depth together."""
DEPTH_OF_ARRIVALS: Final = 46
"""``y row #initial arrivals outflow limit``: DEPTH of a queue that takes in arrivals only."""
SERVE_ARRIVALS: Final = 47
"""``y row #initial arrivals capacity limit depth``: SERVE for a queue that takes in arrivals only."""
LAST_QUEUE: Final = SERVE_ARRIVALS

# Shared constraints (sharing.py)
SHARE: Final = 48
"""``policy capacity order (demand y) ...``: order is room for as many numbers as there are members."""

PROPORTIONAL: Final = 0
PRIORITY: Final = 1
MAX_MIN: Final = 2
