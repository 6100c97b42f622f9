"""`flowtime runs compare`."""

import json
from pathlib import Path

import pytest

from examples.answers import example
from examples.commands import Ended, command
from examples.compared_runs import CAPACITIES, as_in_the_example, write_template


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data root with the runs of the worked example, `left` and `right`."""
    folder = write_template(tmp_path / "templates")
    for run_id, capacity in CAPACITIES.items():
        words = ["run", "--template-id", "clinic-day", "--param", f"capacity={capacity}", "--run-id", run_id]
        assert command(tmp_path, *words, "--templates-dir", str(folder), "--quiet").code == 0
    return tmp_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a tolerance file is written."""
    return tmp_path / "tolerance.yaml"


def compare(data: Path, *words: str) -> Ended:
    return command(data, "runs", "compare", "left", *words)


def test_the_comparison_for_programs(data: Path) -> None:
    """With --json the comparison is the body of the API and a line end (operations §4.4, state §8.4)."""
    ended = compare(data, "right", "--json")
    assert (ended.code, ended.err, ended.out[-1:]) == (1, "", b"\n")
    body = json.loads(ended.out)
    assert json.dumps(as_in_the_example(body, {})) == json.dumps(example("comparison"))
    assert body["left"]["storage"]["modelPath"] == "runs/left/model/model.yaml"


def test_runs_that_are_equal(data: Path) -> None:
    """The exit code is 0 where nothing differs by more than it may (state §8.3)."""
    ended = compare(data, "left")
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.splitlines()[-1] == "Passed: the runs are identical."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("default: {absolute: 4}", 0),
        ("default: {absolute: 3}", 1),
        ("default: {absolute: 4}\nrules: [{metric: queue}]", 1),
        ("rules: [{nodeId: Desk, metric: queue, relative: 1}, {nodeId: Desk, absolute: 4}]", 0),
        ('{"default": {"relative": 0.7}}', 0),
    ],
)
def test_a_tolerance_file(data: Path, file: Path, text: str, code: int) -> None:
    """A file says what each row may differ by, and the exit code whether it holds (state §8.3)."""
    file.write_text(text, encoding="utf-8")
    ended = compare(data, "right", "--tolerance", str(file))
    assert (ended.code, ended.err) == (code, "")
    body = json.loads(compare(data, "right", "--tolerance", str(file), "--json").out)
    assert body["passed"] == (code == 0)


def test_mistakes_in_a_tolerance_file(data: Path, file: Path) -> None:
    """Every mistake is shown at its place, and no run is compared (state §8.3, operations §4.3)."""
    file.write_text("default: {absolut: 1}\nrules:\n  - {metric: quue, relative: -1}\n", encoding="utf-8")
    ended = compare(data, "none", "--tolerance", str(file))
    assert (ended.code, ended.out) == (1, b"")
    assert ended.err.splitlines() == [
        "error[unknown_key]: There is no key 'absolut' here; did you mean 'absolute'?",
        f" --> {file}:1:11",
        "1 | default: {absolut: 1}",
        "  |           ^",
        "error[unknown_metric]: 'quue' is no metric that is compared; did you mean 'queue'?",
        f" --> {file}:3:14",
        "3 |   - {metric: quue, relative: -1}",
        "  |              ^",
        "error[out_of_range]: Expected a number of at least 0, found -1.",
        f" --> {file}:3:30",
        "3 |   - {metric: quue, relative: -1}",
        "  |                              ^",
    ]
    told = json.loads(compare(data, "right", "--tolerance", str(file), "--json").out)
    assert (told["code"], [error["line"] for error in told["errors"]]) == ("request_invalid", [1, 3, 3])


def test_rules_about_nothing(data: Path, file: Path) -> None:
    """A rule that no row is about changes nothing, but is told, since a gate may hang on it (state §8.3)."""
    file.write_text(
        "rules: [{nodeId: Desc, metric: queue}, {metric: errors}, {nodeId: Desk}]", encoding="utf-8"
    )
    ended = compare(data, "left", "--tolerance", str(file), "--json")
    assert (ended.code, json.loads(ended.out)["passed"]) == (0, True)
    assert ended.err.splitlines() == [
        "warning: rule 1 of the tolerance is about no row that both runs have: 'queue' of 'Desc'.",
        "warning: rule 2 of the tolerance is about no row that both runs have: 'errors'.",
    ]


def test_a_text_that_is_no_tolerance_file(data: Path, file: Path) -> None:
    """What is no YAML is told with its place, no file at all as a wrong word (operations §4.2)."""
    file.write_text("default: {absolute: 1", encoding="utf-8")
    ended = compare(data, "right", "--tolerance", str(file))
    assert ended.code == 1
    assert ended.err.startswith("error[yaml_syntax]")
    assert f" --> {file}:1:" in ended.err
    file.unlink()
    assert compare(data, "right", "--tolerance", str(file)).code == 2


def test_runs_elsewhere(data: Path) -> None:
    """Runs may lie in another directory (operations §4.7)."""
    elsewhere = (data / "runs").rename(data / "kept")
    assert compare(data, "left", "--runs-dir", str(elsewhere)).code == 0
    body = json.loads(compare(data, "left", "--json", "--runs-dir", str(elsewhere)).out)
    assert body["right"]["storage"]["modelPath"] == "kept/left/model/model.yaml"


def test_runs_that_are_none(data: Path) -> None:
    """An unknown run and a text that is no id end with their codes (operations §4.2)."""
    assert compare(data, "none").err.startswith("error[run_not_found]")
    assert compare(data, "../a").err.startswith("error[run_id_invalid]")
    assert compare(data).code == 2
