"""The benchmarks still run; what they measure is nobody's test."""

import os
import subprocess
import sys

import pytest

from architecture.layout import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("program", "amount", "columns"),
    [
        ("engine.py", "60000", ["10 x 288", "100 x 288", "reading"]),
        ("runs.py", "2", ["orchestrated", "direct", "full precision"]),
        ("command_line.py", "2", ["flowtime run", "minimal process", "flowtime --help"]),
        ("scenarios.py", "1", ["one by one", "one source", "all sources", "one block"]),
        ("telemetry_import.py", "2000", ["timestamp,value", "quoted", "offsets"]),
        ("http_load.py", "0.5", ["answers by status", "95th percentile"]),
    ],
)
def test_benchmark_prints_its_tables(tmp_path, program, amount, columns):
    """A benchmark runs to its end and prints a row for each thing it compares (runs §11.1)."""
    result = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / program, amount],
        cwd=tmp_path,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert [name for name in columns if f"| {name}" not in result.stdout] == []
    assert list(tmp_path.iterdir()) == []
