"""How the process keeps memory."""

from typing import Final

# Blocks of 32 MiB and more no longer move the threshold of glibc.
_LARGE_BLOCK: Final = 31 * 2**20


def keep_freed_memory() -> None:
    """Let the memory of one large answer serve the next.

    The C library gives memory of large blocks back to the system at once, and each page of the next answer
    then costs a fault; glibc does so only above twice the size of the largest block that was ever freed.
    Where another C library is used, nothing changes.

    References
    ----------
    Linux man-pages, mallopt(3): `M_MMAP_THRESHOLD`, its dynamic adjustment, and `M_TRIM_THRESHOLD`.
    """
    block = bytearray(_LARGE_BLOCK)
    del block
