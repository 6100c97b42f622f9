"""How the process keeps memory."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
from flowtime_entrypoints.http.memory import keep_freed_memory

if sys.argv[1] == "keep":
    keep_freed_memory()

def answer():
    pieces = [b"x" * 4_000_000 for _ in range(3)]
    return b"".join(pieces)

for _ in range(3):
    answer()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    answer()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def page_faults(argument):
    command = [sys.executable, "-c", PROGRAM, argument]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has the threshold")
def test_large_answers_use_the_same_memory():
    """The memory of large answers is not asked of the system again for each (operations §5)."""
    assert page_faults("keep") < page_faults("no") / 10
