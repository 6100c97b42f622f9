"""Imports against a second, plain derivation."""

import itertools
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.imports import Imports
from flowtime_domain.errors import ImportFailedError


def quantile(values, rank):
    """Linear between closest ranks, one value at a time."""
    ordered = sorted(values)
    position = rank * (len(ordered) - 1)
    low = int(position)
    share = position - low
    if share == 0:
        return ordered[low]
    return ordered[low] + (ordered[low + 1] - ordered[low]) * share


AGGREGATES = {
    "sum": lambda rows: sum((value for _, value in rows), 0.0),
    "mean": lambda rows: sum((value for _, value in rows), 0.0) / len(rows),
    "min": lambda rows: min(value for _, value in rows),
    "max": lambda rows: max(value for _, value in rows),
    "first": lambda rows: min(rows, key=lambda row: row[0])[1],
    "last": lambda rows: max(reversed(rows), key=lambda row: row[0])[1],
    "count": len,
    "quantile:0.3": lambda rows: quantile([value for _, value in rows], 0.3),
    "quantile:1": lambda rows: max(value for _, value in rows),
}
START = datetime(2025, 3, 3, 8, tzinfo=UTC)


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 3000), st.floats(-1000, 1000, allow_subnormal=False)),
        min_size=1,
        max_size=30,
    ),
    kind=st.sampled_from(sorted(AGGREGATES)),
    align=st.sampled_from(["data", "bin", "hour"]),
    minutes=st.sampled_from([1, 7, 45]),
    bins=st.none() | st.integers(1, 20),
    size=st.integers(1, 7),
)
def test_bins_are_those_of_a_second_derivation(rows, kind, align, minutes, bins, size):
    """Whatever rows come in whatever order, each bin holds what a plain loop finds (telemetry §6.6-§6.9)."""
    length = minutes * 60
    earliest = min(second for second, _ in rows)
    epoch = int(START.timestamp())
    start = {
        "data": earliest,
        "bin": (epoch + earliest) // length * length - epoch,
        "hour": earliest // 3600 * 3600,
    }[align]
    count = bins or (max(second for second, _ in rows) - start) // length + 1
    by_bin = [[row for row in rows if (row[0] - start) // length == t] for t in range(count)]
    used = sum(map(len, by_bin))
    imports = Imports()
    text = "timestamp,value\n" + "".join(
        f"{(START + timedelta(seconds=second)).isoformat()},{value!r}\n" for second, value in rows
    )
    arrange = partial(
        imports,
        text,
        size,
        aggregate=kind,
        dryRun=True,
        grid={"binSize": minutes, "align": align, "bins": bins},
    )
    if not used:
        with pytest.raises(ImportFailedError):
            arrange()
        return
    result = arrange()
    assert (result.rows.used, result.rows.outside) == (used, len(rows) - used)
    before = [second for second, _ in rows]
    assert result.rows.duplicates == sum(a == b for a, b in itertools.pairwise(before))
    assert result.rows.out_of_order == sum(b < a for a, b in itertools.pairwise(before))
    found = [None if cell == "_" else float(cell) for cell in imports.cells(result).split()]
    empty = 0 if kind == "count" else None
    assert found == [AGGREGATES[kind](inside) if inside else empty for inside in by_bin]
