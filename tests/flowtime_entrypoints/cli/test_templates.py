"""`flowtime templates`."""

import json
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import command
from examples.workbench import BROKEN, CLINIC_DAY

API = Path(__file__).parents[2] / "examples" / "api"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The flag for a directory with a right and a broken template."""
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/clinic-day.yaml").write_text(CLINIC_DAY)
    Path("own/broken-day.yaml").write_text(BROKEN)
    return ["--templates-dir", "own"]


def test_the_list_for_people(own: list[str], tmp_path: Path) -> None:
    """All templates are listed, and the first error of each broken one (operations §4.6)."""
    lines = command(tmp_path, "templates", "list", *own).text.splitlines()
    rows = {line.split()[0]: line for line in lines}
    assert rows["order-system"].split()[-3:] == ["16", "packaged", "ok"]
    assert rows["clinic-day"].split()[-3:] == ["1", "directory", "ok"]
    assert rows["broken-day"].split()[-1] == "broken"
    assert lines[-1].startswith("  broken-day: [parameter_declaration] ")


def test_the_list_for_programs(own: list[str], tmp_path: Path) -> None:
    """With --json the list is the answer of the API, with --quiet the ids alone (api §9.1)."""
    items = json.loads(command(tmp_path, "templates", "list", *own, "--json").out)["items"]
    ids = [item["id"] for item in items]
    assert ids == sorted(ids)
    assert {"broken-day", "clinic-day", "order-system"} <= set(ids)
    assert command(tmp_path, "templates", "list", *own, "--quiet").text.splitlines() == ids


def test_one_template_for_programs(own: list[str], tmp_path: Path) -> None:
    """With --json a template is the answer of the API (api §9.2)."""
    ended = command(tmp_path, "templates", "show", "clinic-day", *own, "--json")
    assert json.loads(ended.out) == json.loads((API / "template.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("columns", ["80", "130"])
def test_one_template_for_people(tmp_path: Path, columns: str) -> None:
    """A template shows what it is and each parameter with type, default and limits (operations §4.6)."""
    ended = command(tmp_path, "templates", "show", "order-system", env={"COLUMNS": columns})
    assert ended.text.startswith("Template: order-system\n")
    facts = ["bins", "integer", "288", "1 to 2016", "Number of bins", "number list", "1 to 32 items"]
    assert [fact for fact in facts if fact not in ended.text] == []
    assert max(map(len, ended.text.splitlines())) <= int(columns)


def test_a_broken_template(own: list[str], tmp_path: Path) -> None:
    """A broken template shows its errors (operations §4.6)."""
    ended = command(tmp_path, "templates", "show", "broken-day", *own)
    assert ended.code == 0
    assert "broken" in ended.text
    assert "error[parameter_declaration]: " in ended.text


def test_templates_with_other_limits(own: list[str], tmp_path: Path) -> None:
    """Required parameters, allowed values and one-sided limits are shown (operations §4.6)."""
    declarations = """parameters:
  - {name: capacity, type: integer, minimum: 1}
  - {name: limit, type: number, default: 2, maximum: 9}
  - {name: shift, type: string, default: day, enum: [day, night]}
"""
    start, end = CLINIC_DAY.index("parameters:"), CLINIC_DAY.index("grid:")
    Path("own/clinic-day.yaml").write_text(CLINIC_DAY[:start] + declarations + CLINIC_DAY[end:])
    rows = command(tmp_path, "templates", "show", "clinic-day", *own).text.splitlines()[-3:]
    assert [" ".join(row.split()) for row in rows] == [
        "capacity integer required at least 1",
        "limit number 2 at most 9",
        'shift string "day" "day" | "night"',
    ]


def test_an_unknown_template(tmp_path: Path) -> None:
    """An unknown template is told with the nearest id (operations §4.3)."""
    ended = command(tmp_path, "templates", "show", "order-sistem")
    message = "There is no template 'order-sistem'; did you mean 'order-system'?"
    assert (ended.code, ended.err) == (1, f"error[template_not_found]: {message}\n")


@pytest.mark.parametrize("tier", ["schema", "compile", "analyse"])
def test_what_is_valid(tmp_path: Path, tier: str) -> None:
    """A right template is valid in every tier; its warnings are told (operations §4.6)."""
    ended = command(tmp_path, "templates", "validate", "order-system", "--tier", tier)
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.startswith(f"order-system is valid ({tier}, simulation")
    assert ("warning[backlog_growth_streak]: " in ended.text) == (tier == "analyse")
    assert command(tmp_path, "templates", "validate", "order-system", "--quiet").out == b""


def test_what_is_not_valid(tmp_path: Path) -> None:
    """Findings are told as errors and end with 1; --json prints the answer of the API (operations §4.6)."""
    words = ["templates", "validate", "order-system", "--param", "bins=0", "--param", "bin=1"]
    ended = command(tmp_path, *words)
    assert ended.code == 1
    assert ended.text == "order-system is not valid: 2 errors."
    assert ended.err.count("error[") == 2
    body = json.loads(command(tmp_path, *words, "--json").out)
    assert [error["pointer"] for error in body["errors"]] == ["/parameters/bins", "/parameters/bin"]
    assert body["isValid"] is False


def test_files_are_validated(own: list[str], tmp_path: Path) -> None:
    """A file with parameters is a template, another a model; errors have their places in it (model §3.1)."""
    assert (
        command(tmp_path, "templates", "validate", "own/clinic-day.yaml", "--param", "capacity=3").code == 0
    )
    Path("desk.yaml").write_bytes(clinic_desk.MODEL_YAML)
    assert command(tmp_path, "templates", "validate", "desk.yaml").code == 0
    Path("desk.yaml").write_bytes(clinic_desk.MODEL_YAML.replace(b"arrivals: visits", b"arrivals: visit"))
    ended = command(tmp_path, "templates", "validate", "desk.yaml")
    assert ended.code == 1
    assert " --> desk.yaml:23:19\n23 |         arrivals: visit\n   |                   ^\n" in ended.err
    assert not (tmp_path / "runs").exists()


def test_the_rendered_model_is_that_of_a_run(own: list[str], tmp_path: Path) -> None:
    """Rendering prints the bytes that a run stores (operations §4.6)."""
    values = ["--param", "capacity=30"]
    command(tmp_path, "run", "--template-id", "clinic-day", *own, *values, "--run-id", "a")
    stored = (tmp_path / "runs" / "a" / "model" / "model.yaml").read_bytes()
    assert command(tmp_path, "templates", "render", "clinic-day", *own, *values).out == stored
    assert command(tmp_path, "templates", "render", "own/clinic-day.yaml", *values).out == stored
    rendered = command(tmp_path, "templates", "render", "-", stdin=clinic_desk.MODEL_YAML)
    assert rendered.out == clinic_desk.MODEL_YAML


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    """An empty file is a document without content, not a template of that name (model §2.1)."""
    for name in ("validate", "render"):
        ended = command(tmp_path, "templates", name, "/dev/null")
        assert ended.err.startswith("error[document_empty]: ")


def test_a_template_that_cannot_be_rendered(own: list[str], tmp_path: Path) -> None:
    """What is wrong with a template is told with its place in the file (operations §4.3)."""
    ended = command(tmp_path, "templates", "render", "broken-day", *own)
    assert ended.code == 1
    assert " --> own/broken-day.yaml:5:" in ended.err
