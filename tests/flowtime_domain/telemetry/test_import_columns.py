"""Which columns an import reads."""

import pytest

from examples.imports import SINGLE, request_of
from flowtime_domain.errors import ImportFailedError
from flowtime_domain.telemetry.import_columns import columns_of


def failure(header, **changes):
    with pytest.raises(ImportFailedError) as caught:
        columns_of(header, request_of(**changes))
    return [(error.code, error.message, error.file) for error in caught.value.errors]


def test_columns_are_found_by_name():
    """Columns may stand anywhere (telemetry §6.1)."""
    columns = columns_of(("id", "value", "timestamp"), request_of())
    assert (columns.names, columns.indices) == (("timestamp", "value"), (2, 1))


def test_columns_of_the_long_form():
    """The long form reads value, node and metric of each row (telemetry §6.1)."""
    header = ("metric", "node", "timestamp", "value")
    both = columns_of(header, request_of(series=None, nodeColumn="node", metricColumn="metric"))
    one = columns_of(header, request_of(series=None, nodeColumn="node", metric="served"))
    assert (both.indices, one.indices) == ((2, 3, 1, 0), (2, 3, 1))


def test_unknown_columns_come_together():
    """All unknown columns are told, each with the nearest name (telemetry §6.1)."""
    assert failure(("time stamp", "values")) == [
        ("column_unknown", "There is no column 'timestamp'; did you mean 'time stamp'?", "visits.csv"),
        ("column_unknown", "There is no column 'value'; did you mean 'values'?", "visits.csv"),
    ]
    assert failure(("timestamp", "n"))[0][1] == "There is no column 'value'; there are: timestamp, n."


def test_a_column_that_is_there_twice():
    """Two columns of one name that is asked for make the header invalid (telemetry §6.2)."""
    assert failure(("timestamp", "value", "value"))[0][:2] == (
        "header_invalid",
        "Two columns are called 'value'.",
    )
    assert columns_of(("timestamp", "value", "note", "note"), request_of()).indices == (0, 1)


@pytest.mark.parametrize("header", [("2025-03-03 08:02:00", "4"), ("timestamp", "4")])
def test_no_header(header):
    """Data where the header belongs are no header (telemetry §6.2)."""
    assert failure(header)[0][0] == "header_invalid"


def test_columns_may_be_called_by_numbers():
    """A header whose columns are all there is one, whatever they are called (telemetry §6.2)."""
    series = [{**SINGLE[0], "column": "2025"}]
    assert columns_of(("timestamp", "2025"), request_of(series=series)).indices == (0, 1)
