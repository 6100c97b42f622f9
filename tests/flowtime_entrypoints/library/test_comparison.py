"""Comparing runs from Python."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from examples.answers import example
from examples.compared_runs import CAPACITIES, as_in_the_example, write_template
from flowtime_domain.errors import (
    GridsDifferError,
    RequestInvalidError,
    RunIdInvalidError,
    RunNotFoundError,
)
from flowtime_entrypoints.library.comparison import compare_runs
from flowtime_entrypoints.library.runs import create_run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the runs of the worked example, `left` and `right`."""
    folder = write_template(tmp_path / "templates")
    for run_id, capacity in CAPACITIES.items():
        parameters = {"capacity": capacity}
        create_run(
            "clinic-day", parameters=parameters, run_id=run_id, data_dir=tmp_path, templates_dirs=[folder]
        )
    return tmp_path


def test_the_worked_example(data: Path) -> None:
    """The body is that of the example, and its parts have names of their own (state §8.4)."""
    found = compare_runs("left", "right", data_dir=data)
    assert json.dumps(as_in_the_example(found.body, {})) == json.dumps(as_numbers(example("comparison")))
    assert [each["name"] for each in found.parameters] == ["capacity"]
    assert [row["metric"] for row in found.metrics] == ["arrivals", "served", "queue", "capacity"]
    assert (found.only_left, found.only_right, found.identical, found.passed) == ([], [], False, False)
    assert repr(found) == "RunComparison(left='left', right='right', passed=False)"


def as_numbers(body: object) -> object:
    """Figures of the library are floats, as all its numbers are."""
    kept = ("peakBin", "maxDifferenceBin", "comparedBins", "parameters")
    if isinstance(body, dict):
        return {name: value if name in kept else as_numbers(value) for name, value in body.items()}
    if isinstance(body, list):
        return [as_numbers(item) for item in body]
    return float(body) if isinstance(body, int) and not isinstance(body, bool) else body


def test_runs_by_their_paths(data: Path, tmp_path: Path) -> None:
    """Runs may lie in different directories, each named by its path (state §1.2)."""
    elsewhere = tmp_path / "kept"
    elsewhere.mkdir()
    (data / "runs" / "right").rename(elsewhere / "right")
    found = compare_runs(data / "runs" / "left", elsewhere / "right")
    assert found.body["left"]["storage"]["modelPath"] == "runs/left/model/model.yaml"
    assert found.body["right"]["storage"]["modelPath"] == "kept/right/model/model.yaml"
    assert compare_runs(elsewhere / "right", str(elsewhere / "right")).identical


def test_a_tolerance(data: Path, tmp_path: Path) -> None:
    """A tolerance is a mapping or the path of a file, with the same rules (state §8.3)."""
    assert compare_runs("left", "right", {"default": {"absolute": np.float64(4)}}, data).passed
    assert not compare_runs("left", "right", {"default": {"absolute": 3}}, data).passed
    file = tmp_path / "tolerance.yaml"
    file.write_text("rules: [{nodeId: Desk, relative: 1}]", encoding="utf-8")
    assert compare_runs("left", "right", file, data).passed
    assert compare_runs("left", "right", str(file), data).passed


def test_a_wrong_tolerance(data: Path, tmp_path: Path) -> None:
    """All mistakes of a tolerance come together, before a run is looked for (state §8.3)."""
    with pytest.raises(RequestInvalidError) as caught:
        compare_runs("left", "none", {"default": {"absolute": -1}, "rule": []}, data)
    assert [(error.code, error.pointer) for error in caught.value.errors] == [
        ("out_of_range", "/default/absolute"),
        ("unknown_key", "/rule"),
    ]
    file = tmp_path / "tolerance.yaml"
    file.write_text("default: 1", encoding="utf-8")
    with pytest.raises(
        RequestInvalidError, match=r"The tolerance file '.*tolerance\.yaml' has 1 error"
    ) as told:
        compare_runs("left", "right", file, data)
    assert [error.place is not None for error in told.value.errors] == [True]


def test_runs_that_are_none(data: Path) -> None:
    """What is no run, and what cannot be compared, is told as everywhere (state §1.4)."""
    with pytest.raises(RunIdInvalidError):
        compare_runs("left", "..", data_dir=data)
    with pytest.raises(RunNotFoundError):
        compare_runs("left", "none", data_dir=data)
    with pytest.raises(RequestInvalidError):
        compare_runs(data / "runs" / "left", "right", data_dir=data)
    create_run("order-system", run_id="other", data_dir=data)
    with pytest.raises(GridsDifferError):
        compare_runs("left", "other", data_dir=data)


def test_no_file_stays_open(data: Path) -> None:
    """What was compared is closed as soon as the figures are known (runs §9.2)."""
    compare_runs("left", "right", data_dir=data)
    handles = Path("/proc/self/fd").iterdir()
    targets = [os.readlink(handle) for handle in handles if handle.is_symlink()]
    assert not [target for target in targets if target.startswith(str(data / "runs"))]
