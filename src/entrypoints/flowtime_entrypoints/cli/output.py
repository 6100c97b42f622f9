"""What commands print.

Rule 1: what a program reads (JSON, YAML, CSV) is written as bytes and does not depend on the locale.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any


def write_bytes(content: bytes) -> None:
    """Write a document as it is."""
    sys.stdout.buffer.write(content)


def write_body(body: Mapping[str, Any]) -> None:
    """Write the body of an answer of the API and a line end (operations §4.4)."""
    from flowtime_domain.runs.encoding import compact_json

    write_bytes(compact_json(body) + b"\n")


def write_error_text(text: str) -> None:
    """Write to standard error."""
    sys.stderr.flush()
    sys.stderr.buffer.write(text.encode("utf-8", errors="backslashreplace"))
    sys.stderr.buffer.flush()
