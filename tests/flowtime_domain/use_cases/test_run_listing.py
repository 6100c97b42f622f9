"""Query parameters of the list of runs."""

from datetime import UTC, datetime

import pytest

from flowtime_domain.errors import QueryInvalidError
from flowtime_domain.ports.run_catalog import RunFilter
from flowtime_domain.use_cases.run_listing import RunCursor, RunListing, read_run_listing

MOMENT = datetime(2025, 11, 4, 8, 15, 3, 221045, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 4, tzinfo=UTC)
CURSOR = RunCursor(MOMENT, "run_a")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, RunListing(page=1, page_size=50)),
        ({"page": "3", "pageSize": "20"}, RunListing(page=3, page_size=20)),
        ({"pageSize": "201"}, RunListing(page=1, page_size=200)),
        ({"limit": "7"}, RunListing(limit=7)),
        ({"limit": "999"}, RunListing(limit=200)),
        ({"limit": "9" * 30}, RunListing(limit=200)),
        ({"page": "9" * 30}, RunListing(page=10**18 - 1)),
        ({"cursor": CURSOR.text}, RunListing(limit=50, cursor=CURSOR)),
        ({"status": "corrupt"}, RunListing(filter=RunFilter(status="corrupt"))),
        ({"status": "all", "limit": "7"}, RunListing(limit=7, filter=RunFilter(status=None))),
        ({"mode": "Simulation"}, RunListing(filter=RunFilter(mode="Simulation"))),
        ({"templateId": "order-system"}, RunListing(filter=RunFilter(template_id="order-system"))),
        ({"hasWarnings": "true"}, RunListing(filter=RunFilter(has_warnings=True))),
        ({"hasWarnings": "false"}, RunListing(filter=RunFilter(has_warnings=False))),
        ({"createdAfter": "2025-11-04T08:15:03.221045"}, RunListing(filter=RunFilter(created_after=MOMENT))),
        (
            {"createdBefore": "2025-11-04T08:15:03.221045Z"},
            RunListing(filter=RunFilter(created_before=MOMENT)),
        ),
        (
            {"createdBefore": "2025-11-04 10:15:03.221045+02:00"},
            RunListing(filter=RunFilter(created_before=MOMENT)),
        ),
        ({"createdAfter": "2025-11-04"}, RunListing(filter=RunFilter(created_after=MIDNIGHT))),
        ({"q": "x" * 200}, RunListing(filter=RunFilter(text="x" * 200))),
    ],
)
def test_what_is_asked_for(query: dict[str, str], expected: RunListing) -> None:
    """Pages have default sizes and a largest size, filters none but the status (api §7.1)."""
    assert read_run_listing(list(query.items())) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"page": "0"}, [("out_of_range", "/page")]),
        ({"pageSize": "many"}, [("invalid_type", "/pageSize")]),
        ({"limit": "1.5"}, [("invalid_type", "/limit")]),
        ({"cursor": "abc"}, [("invalid_cursor", "/cursor")]),
        ({"cursor": "ff"}, [("invalid_cursor", "/cursor")]),
        ({"cursor": CURSOR.text.upper()}, [("invalid_cursor", "/cursor")]),
        ({"cursor": b"2026-01-01T00:00:00+02:00 x".hex()}, [("invalid_cursor", "/cursor")]),
        ({"cursor": f"{MOMENT.isoformat()} run_a".encode().hex()}, [("invalid_cursor", "/cursor")]),
        ({"cursor": RunCursor(MOMENT.replace(tzinfo=None), "a").text}, [("invalid_cursor", "/cursor")]),
        ({"cursor": RunCursor(MOMENT, "../a").text}, [("invalid_cursor", "/cursor")]),
        ({"cursor": CURSOR.text[:-1] + "x"}, [("invalid_cursor", "/cursor")]),
        ({"cursor": ""}, [("invalid_cursor", "/cursor")]),
        ({"status": "Complete"}, [("out_of_range", "/status")]),
        ({"status": ""}, [("out_of_range", "/status")]),
        ({"hasWarnings": "yes"}, [("invalid_type", "/hasWarnings")]),
        ({"createdAfter": "yesterday"}, [("invalid_type", "/createdAfter")]),
        ({"createdBefore": "2025-11-04T08:15:03 02:00"}, [("invalid_type", "/createdBefore")]),
        ({"createdBefore": "0001-01-01T00:00:00+01:00"}, [("invalid_type", "/createdBefore")]),
        ({"createdBefore": "2025-02-30"}, [("invalid_type", "/createdBefore")]),
        ({"q": ""}, [("out_of_range", "/q")]),
        ({"q": "x" * 201}, [("out_of_range", "/q")]),
        (
            {"status": "x", "q": "", "page": "x"},
            [
                ("invalid_type", "/page"),
                ("out_of_range", "/q"),
                ("out_of_range", "/status"),
            ],
        ),
        ({"page": "1", "limit": "5"}, [("conflicting_members", "/limit")]),
        ({"pageSize": "1", "cursor": CURSOR.text}, [("conflicting_members", "/cursor")]),
        ({"pagesize": "1", "limit": "x"}, [("invalid_type", "/limit"), ("unknown_member", "/pagesize")]),
    ],
)
def test_what_is_wrong_with_a_query(query: dict[str, str], expected: list[tuple[str, str]]) -> None:
    """Every wrong parameter has its code and pointer, and all come together (api §7.1, §13)."""
    with pytest.raises(QueryInvalidError) as caught:
        read_run_listing(list(query.items()))
    assert [(error.code, error.pointer) for error in caught.value.errors] == expected


def test_repeated_parameters_come_with_all_others() -> None:
    """A parameter given twice is reported together with whatever else is wrong (api §1.3, §2.2)."""
    with pytest.raises(QueryInvalidError) as caught:
        read_run_listing([("limit", "1"), ("limit", "x"), ("status", "x")])
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("invalid_type", "/limit"),
        ("repeated_member", "/limit"),
        ("out_of_range", "/status"),
    ]


def test_an_unknown_parameter_names_the_nearest() -> None:
    """The message proposes the parameter that was probably meant (api §1.3)."""
    with pytest.raises(QueryInvalidError, match="did you mean 'pageSize'"):
        read_run_listing([("pagesize", "1")])
    with pytest.raises(QueryInvalidError, match="known here: status, mode, templateId"):
        read_run_listing([("zzzzzzz", "1")])
