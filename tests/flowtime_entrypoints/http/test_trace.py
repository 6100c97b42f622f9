"""Names of requests."""

import pytest

from fakes.id_source import CountingIdSource
from flowtime_entrypoints.http.trace import request_id, trace_fields

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize("given", ["a", "A.b_c-9", "x" * 128])
def test_well_formed_id_is_kept(given):
    """The client's request id is kept if it is well formed (api §1.4)."""
    assert request_id(given, CountingIdSource()) == given


@pytest.mark.parametrize("given", [None, "", "x" * 129, "a b", "a\n", "ä"])
def test_other_ids_are_replaced(given):
    """Without a well-formed id a new one is drawn (api §1.4)."""
    drawn = request_id(given, CountingIdSource())
    assert drawn != given
    assert len(drawn) == 16


@pytest.mark.parametrize("tail", ["-01", "-00"])
def test_valid_trace_context(tail):
    """A valid traceparent gives the ids of trace and span (api §1.4)."""
    assert trace_fields(f"00-{TRACE}-{SPAN}{tail}") == {"traceId": TRACE, "spanId": SPAN}


def test_later_versions_may_add_fields():
    """A later version of the header is read by the fields that are known (api §1.4)."""
    assert trace_fields(f"01-{TRACE}-{SPAN}-01-more")["traceId"] == TRACE


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        f"00-{TRACE}-{SPAN}",
        f"00-{TRACE}-{SPAN}-01-more",
        f"ff-{TRACE}-{SPAN}-01",
        f"00-{'0' * 32}-{SPAN}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{SPAN}-01",
    ],
)
def test_invalid_trace_context_is_ignored(given):
    """An invalid traceparent is left out of the logs (api §1.4)."""
    assert trace_fields(given) == {}
