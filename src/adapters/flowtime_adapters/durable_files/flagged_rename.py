"""Renaming that never replaces, and exchanging two names: Linux' renameat2 (runs §7.3).

References
----------
Linux man-pages, "rename(2)": renameat2 and its flags.
"""

import ctypes
import errno
import os
from typing import Final

NO_REPLACE: Final = 1
EXCHANGE: Final = 2
# What the call answers where the library, the kernel or the file system does not know it.
UNSUPPORTED: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})

_renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
if _renameat2 is not None:
    _renameat2.argtypes = (
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_uint,
    )


def is_available() -> bool:
    """Whether the platform's C library has the call."""
    return _renameat2 is not None


def flagged_rename(name: str, new_name: str, parent: int, flags: int) -> None:
    """Rename an entry of the directory `parent`.

    Raises
    ------
    OSError
        EEXIST: the new name is taken and `flags` is `NO_REPLACE`; ENOENT: a name is missing; one of
        `UNSUPPORTED`: nothing was done since the platform cannot.
    """
    if _renameat2 is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if _renameat2(parent, os.fsencode(name), parent, os.fsencode(new_name), flags) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), name, None, new_name)
