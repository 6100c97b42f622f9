"""What others work out from an object that never changes, kept exactly as long as the object lives.

Rule 1: it is a memory, not a part of the object: copies begin without it, and it does not pass from one
process to another.
"""

from collections.abc import Callable
from typing import Any, TypeVar, final

Made = TypeVar("Made")


@final
class Derived:
    """Remembers what was made; it may hold the object that it belongs to.

    Examples
    --------
    >>> derived = Derived()
    >>> derived.once("doubled", lambda: 2), derived.once("doubled", lambda: 3)
    (2, 2)
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is remembered under a name; two threads that ask at once may both make it, and share one."""
        if name not in self._made:
            self._made.setdefault(name, make())
        made: Made = self._made[name]
        return made

    def __reduce__(self) -> tuple[type["Derived"], tuple[()]]:
        """How it passes from one process to another: empty."""
        return Derived, ()
