"""How many parentheses, calls, brackets and minus signs are open around a token (model §6.3)."""

from typing import Final, final

_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_BETWEEN: Final = frozenset({"+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", ","})


@final
class Nesting:
    """Counts along the tokens of a formula, closing ones without an opening one included.

    Examples
    --------
    >>> nesting = Nesting()
    >>> [nesting.after(token) for token in ("-", "f", "(", "a", "-", "b", ")", "*", "c")]
    [1, 1, 2, 2, 2, 2, 1, 0, 0]
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._operand_ended = False

    def after(self, token: str) -> int:
        """The number of open signs after one more token."""
        if token in _OPENING or (token == "-" and not self._operand_ended):
            self._open.append(token)
            self._operand_ended = False
        else:
            self._continue(token)
        return len(self._open)

    def _continue(self, token: str) -> None:
        self._operand_ended = token not in _BETWEEN
        if token in _BETWEEN or token in _CLOSING:
            # A minus sign reaches to the end of its operand, which only these tokens show.
            while self._open and self._open[-1] == "-":
                self._open.pop()
        if token in _CLOSING:
            del self._open[-1:]
