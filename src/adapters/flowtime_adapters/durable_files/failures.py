"""What failures of the operating system mean to a caller (runs §7.4, operations §5.3)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flowtime_domain.errors import StorageFullError, StoreUnavailableError

_NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def translated_failures() -> Iterator[None]:
    """Turn an `OSError` into the error of the domain that it means.

    Raises
    ------
    StorageFullError
        No space is left.
    StoreUnavailableError
        Any other failure.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise StorageFullError from error
        raise StoreUnavailableError from error
