"""How a request is named, in answers and logs (api §1.4)."""

import re
from collections.abc import Mapping
from typing import Final

from flowtime_domain.ports.id_source import IdSource

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}\Z")
_TRACEPARENT: Final = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?\Z")
_DIGITS: Final = 16


def request_id(given: str | None, ids: IdSource) -> str:
    """The caller's own id if it is well formed, else a new one."""
    if given is not None and _REQUEST_ID.match(given):
        return given
    return ids.hex_digits(_DIGITS)


def trace_fields(traceparent: str | None) -> Mapping[str, str]:
    """Ids of trace and span for the log; empty if the header is absent or not valid.

    References
    ----------
    W3C, 2021, "Trace Context": form and validity of the header.

    Examples
    --------
    >>> trace_fields("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")["spanId"]
    '00f067aa0ba902b7'
    """
    match = _TRACEPARENT.match(traceparent or "")
    if match is None:
        return {}
    version, trace, span, rest = match.groups()
    is_valid = version != "ff" and (rest is None or version != "00")
    if not is_valid or set(trace) == {"0"} or set(span) == {"0"}:
        return {}
    return {"traceId": trace, "spanId": span}
