"""What is made from an object once and forgotten together with it."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar, final
from weakref import WeakKeyDictionary

Source = TypeVar("Source")
Made = TypeVar("Made")


@final
class MadeOnce(Generic[Source, Made]):
    """Remembers what was made from each object for as long as the object lives; many threads may ask.

    Parameters
    ----------
    make
        Makes it; the result must not hold the object, or neither would ever be forgotten.

    Examples
    --------
    >>> class Named:
    ...     name = "a"
    >>> shout = MadeOnce(lambda named: named.name.upper())
    >>> one = Named()
    >>> shout(one) is shout(one)
    True
    """

    def __init__(self, make: Callable[[Source], Made]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Source, Made] = WeakKeyDictionary()
        self._lock = Lock()

    def __call__(self, source: Source) -> Made:
        """What belongs to the object; two threads that ask at once may both make it, and share one."""
        with self._lock:
            made = self._made.get(source)
        if made is None:
            made = self._make(source)
            with self._lock:
                made = self._made.setdefault(source, made)
        return made
