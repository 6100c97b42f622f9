"""What a caller does wrong: told with its place, with nothing left behind."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from examples.commands import command, left_behind
from examples.workbench import CLINIC_DAY

GRID = "grid: {bins: 3, binSize: 15, binUnit: minutes}\n"


@dataclass(frozen=True)
class Bad:
    """A document, and the end of what is printed about it."""

    text: str
    message: str
    where: str
    line: str = ""
    caret: str = ""


MODELS = {
    "cycle": Bad(
        GRID + "nodes:\n  - {id: a, kind: expr, expr: b + 1}\n  - {id: b, kind: expr, expr: a * 2}\n",
        "error[dependency_cycle]: These series need each other in the same bin: a -> b -> a;",
        "3:5",
        "3 |   - {id: a, kind: expr, expr: b + 1}",
        "  |     ^",
    ),
    "unknown function": Bad(
        GRID + "nodes:\n  - {id: a, values: 1}\n  - id: b\n    kind: expr\n    expr: 2 + SHFT(a, 1)\n",
        "error[unknown_function]: There is no function 'SHFT'; did you mean 'SHIFT'?",
        "6:11",
        "6 |     expr: 2 + SHFT(a, 1)",
        "  |           ^ at character 4 of the expression",
    ),
    "unknown name": Bad(
        GRID + "nodes:\n  - {id: visits, values: 1}\n  - id: seen\n    kind: expr\n    expr: MIN(visit, 4)\n",
        "error[unknown_reference]: There is no series 'visit'; did you mean 'visits'?",
        "6:11",
        "6 |     expr: MIN(visit, 4)",
        "  |           ^ at character 4 of the expression",
    ),
    "wrong arity": Bad(
        GRID + "nodes:\n  - {id: a, values: 1}\n  - {id: b, kind: expr, expr: MOD(a)}\n",
        "error[function_arity]: ",
        "4:31",
        "4 |   - {id: b, kind: expr, expr: MOD(a)}",
        "  |                               ^ at character 0 of the expression",
    ),
    "wrong length": Bad(
        GRID + "nodes:\n  - {id: a, values: [1, 2]}\n",
        "error[values_length]: ",
        "3:21",
        "3 |   - {id: a, values: [1, 2]}",
        "  |                     ^",
    ),
    "duplicate key": Bad(
        GRID + "nodes: []\nnodes: []\n",
        "error[duplicate_key]: ",
        "3:1",
        "3 | nodes: []",
        "  | ^",
    ),
    "nested brackets": Bad("grid: " + "[" * 200_000, "error[document_too_deep]: ", "1:70", "1 | ...["),
    "alias bomb": Bad(
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
        "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n",
        "error[too_many_aliases]: ",
        "3:32",
        "3 | c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]",
        "  |                                ^",
    ),
    "square root": Bad(
        GRID + "nodes:\n  - {id: a, values: [1, 0, -1]}\n  - {id: b, kind: expr, expr: SQRT(a)}\n",
        "error[non_finite_series]: Series 'b' is not finite in bin 2;",
        "4:5",
        "4 |   - {id: b, kind: expr, expr: SQRT(a)}",
        "  |     ^",
    ),
}

TEMPLATES = {
    "missing window": (
        CLINIC_DAY.replace("window: {start: 2025-03-03T08:00:00Z, timezone: UTC}\n", ""),
        "window_start_required",
    ),
    "no topology": (
        CLINIC_DAY.replace(CLINIC_DAY[CLINIC_DAY.index("topology:") : CLINIC_DAY.index("outputs:")], ""),
        "topology_required",
    ),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data root, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Path("data")


@pytest.mark.parametrize("bad", MODELS.values(), ids=MODELS.keys())
def test_wrong_models(data: Path, bad: Bad) -> None:
    """A wrong model ends with 1, its place, line and caret, and leaves nothing behind (operations §4.3)."""
    Path("model.yaml").write_text(bad.text)
    ended = command(data, "run", "--model", "model.yaml")
    assert (ended.code, ended.out) == (1, b"")
    message, where, line, caret = ended.err.splitlines()
    assert message.startswith(bad.message)
    assert where == f" --> model.yaml:{bad.where}"
    assert line.startswith(bad.line)
    assert bad.caret in ("", caret)
    assert len(ended.err) < 1_000
    assert left_behind(data) == []


@pytest.mark.parametrize(("text", "code"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_wrong_templates(data: Path, text: str, code: str) -> None:
    """A template that a mode cannot use is told as such, and leaves nothing behind (model §9.1)."""
    Path("own").mkdir()
    Path("own/clinic-day.yaml").write_text(text)
    ended = command(data, "run", "--template-id", "clinic-day", "--templates-dir", "own")
    assert ended.code == 1
    assert f"error[{code}]: " in ended.err
    assert " --> own/clinic-day.yaml:" in ended.err
    assert left_behind(data) == []


def test_unknown_templates(data: Path) -> None:
    """An unknown template is told with the nearest id (operations §4.3)."""
    ended = command(data, "run", "--template-id", "ordersystem")
    message = "There is no template 'ordersystem'; did you mean 'order-system'?"
    assert (ended.code, ended.err) == (1, f"error[template_not_found]: {message}\n")
    assert left_behind(data) == []


def test_wrong_parameters_come_together(data: Path) -> None:
    """All wrong values are told at once, each with its pointer (model §9.3, operations §4.3)."""
    wrong = ("bins=0", "binSize=many", "paymentCapacity=true", "retryKernel=[0.5, x]", "bin=3")
    flags = [word for each in wrong for word in ("--param", each)]
    ended = command(data, "run", "--template-id", "order-system", *flags)
    assert ended.code == 1
    lines = ended.err.splitlines()
    assert [line.partition("]")[0] for line in lines[::2]] == [
        "error[parameter_out_of_range",
        "error[parameter_type",
        "error[parameter_type",
        "error[parameter_type",
        "error[unknown_parameter",
    ]
    assert lines[1::2] == [
        " --> /parameters/bins",
        " --> /parameters/binSize",
        " --> /parameters/paymentCapacity",
        " --> /parameters/retryKernel/1",
        " --> /parameters/bin",
    ]
    assert left_behind(data) == []


def test_texts_that_hold_yaml_stay_texts(data: Path) -> None:
    """The value of a text parameter can never change the structure of a document (model §9.4)."""
    text = "x.csv'}\nnodes: [{id: evil, values: 1}] # {"
    words = ["run", "--template-id", "order-system", "--run-id", "a", "--quiet"]
    ended = command(data, *words, "--param", f"telemetryOrderArrivalsSource={text}")
    assert (ended.code, ended.text) == (0, "a")
    assert b"evil@EVIL" not in (data / "runs" / "a" / "series" / "index.json").read_bytes()


def test_dividing_by_zero_is_no_error(data: Path) -> None:
    """1/0 is 0 (engine §3)."""
    Path("model.yaml").write_text(GRID + "nodes:\n  - {id: a, kind: expr, expr: 1/0}\n")
    assert command(data, "run", "--model", "model.yaml", "--run-id", "a").code == 0
    assert command(data, "runs", "series", "a", "a").out == b"t,value\n0,0\n1,0\n2,0\n"
