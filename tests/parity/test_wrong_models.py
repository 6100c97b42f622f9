"""Library, command line and HTTP refuse the same wrong models with the same words, before they compute."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from examples.commands import command, left_behind
from examples.http_service import Service
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_entrypoints.library.models import read_model
from flowtime_entrypoints.problems import finding

GRID = "grid: {bins: 4, binSize: 5, binUnit: minutes}\n"
VISITS = "nodes:\n  - {id: visits, values: 9}\n"
DESK = "semantics: {arrivals: visits, capacity: visits}"
PLACES = "topology:\n  nodes:\n"


Told: TypeAlias = dict[str, Any]
Settings: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class Wrong:
    """A model, and what is said about it."""

    text: str
    code: str
    pointer: str
    line: int
    column: int
    says: str = ""


@dataclass(frozen=True)
class Limit:
    """A limit lower than usual, and what asks for more."""

    setting: str
    limit: int
    code: str
    requested: int


def router(routes: str) -> str:
    return f"{GRID}{VISITS}  - {{id: split, kind: router, inputs: {{queue: visits}}{routes}}}\n"


def desk(keys: str, semantics: str = DESK) -> str:
    return f"{GRID}{VISITS}{PLACES}    - {{id: Desk, kind: queue, {keys}{semantics}}}\n"


WRONG = {
    "cycle through a constraint": Wrong(
        f'{GRID}{VISITS}  - {{id: room, kind: expr, expr: "MAX(1, 10 - desk_served)"}}\n{desk("")}'.replace(
            f"{GRID}{VISITS}{PLACES}", PLACES
        )
        + "  constraints:\n    - {id: shared, semantics: {served: room}, nodes: [Desk]}\n",
        "dependency_cycle",
        "/nodes/1",
        4,
        5,
        "room -> ",
    ),
    "cycle through an overflow": Wrong(
        f'{GRID}{VISITS}  - {{id: limit, kind: expr, expr: "MAX(0, 20 - spill_queue)"}}\n{PLACES}'
        f"    - {{id: Desk, kind: queue, wipLimitSeries: limit, wipOverflow: Spill, {DESK}}}\n"
        f"    - {{id: Spill, kind: queue, {DESK}}}\n",
        "dependency_cycle",
        "/nodes/1",
        4,
        5,
        "limit -> ",
    ),
    "router without routes": Wrong(router(""), "required_key", "/nodes/1", 4, 5, "'routes'"),
    "router with an empty list": Wrong(router(", routes: []"), "too_few_items", "/nodes/1/routes", 4, 64),
    "weight of 0": Wrong(
        router(", routes: [{target: a, weight: 0}]"), "out_of_range", "/nodes/1/routes/0/weight", 4, 85
    ),
    "weight below 0": Wrong(
        router(", routes: [{target: a, weight: -2}]"), "out_of_range", "/nodes/1/routes/0/weight", 4, 85
    ),
    "weight without end": Wrong(
        router(", routes: [{target: a, weight: .inf}]"),
        "non_finite_number",
        "/nodes/1/routes/0/weight",
        4,
        85,
    ),
    "negative limit": Wrong(desk("wipLimit: -1, "), "out_of_range", "/topology/nodes/0/wipLimit", 6, 41),
    "infinite limit": Wrong(
        desk("wipLimit: .inf, "), "non_finite_number", "/topology/nodes/0/wipLimit", 6, 41
    ),
    "limit that is no number": Wrong(
        desk("wipLimit: .nan, "), "non_finite_number", "/topology/nodes/0/wipLimit", 6, 41
    ),
    "period of 0": Wrong(
        desk("dispatchSchedule: {periodBins: 0}, "),
        "out_of_range",
        "/topology/nodes/0/dispatchSchedule/periodBins",
        6,
        62,
    ),
    "echo without failures": Wrong(
        desk("", "semantics: {arrivals: visits, served: visits, retryEcho: self}"),
        "retry_echo_needs_failures",
        "/topology/nodes/0/semantics/retryEcho",
        6,
        88,
    ),
    "kernel without failures": Wrong(
        desk("", "semantics: {arrivals: visits, served: visits, retryKernel: [0, 1]}"),
        "retry_echo_needs_failures",
        "/topology/nodes/0/semantics/retryKernel",
        6,
        90,
    ),
}


LIMITS = {
    "bytes": Limit("FLOWTIME_MAX_DOCUMENT_BYTES", 50, "document_too_large", len(GRID + VISITS)),
    "depth": Limit("FLOWTIME_MAX_DOCUMENT_DEPTH", 2, "document_too_deep", 3),
    "aliases": Limit("FLOWTIME_MAX_DOCUMENT_ALIASES", 0, "too_many_aliases", 1),
    "events": Limit("FLOWTIME_MAX_DOCUMENT_EVENTS", 9, "too_many_events", 10),
    "bins": Limit("FLOWTIME_MAX_BINS", 3, "out_of_range", 4),
    "cells": Limit("FLOWTIME_MAX_CELLS", 3, "model_too_large", 4),
}


def by_library(_root: Path, text: str, settings: Settings) -> Told:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        with pytest.raises(ModelInvalidError) as caught:
            evaluate(read_model(text))
    (error,) = caught.value.errors
    return finding(error)


def by_creation(root: Path, text: str, settings: Settings) -> Told:
    with service(root, settings) as answering:
        answer = answering.create(model=text)
        assert answering.left_behind == set()
    assert (answer.status_code, answer.json()["code"]) == (400, "model_invalid")
    (error,) = answer.json()["errors"]
    return dict(error)


def by_validation(root: Path, text: str, settings: Settings) -> Told:
    with service(root, settings) as answering:
        answer = answering.post("/v1/validate", {"model": text})
        assert answering.left_behind == set()
    assert (answer.status_code, answer.json()["isValid"]) == (200, False)
    (error,) = answer.json()["errors"]
    return dict(error)


def service(root: Path, settings: Settings) -> Service:
    return Service(root, **{name.removeprefix("FLOWTIME_"): value for name, value in settings.items()})


def command_line(root: Path, text: str, settings: Settings) -> list[str]:
    """The lines that a command prints about a model, which is all that it does."""
    ended = command(root, "run", "--model", "-", stdin=text.encode(), env=settings)
    assert (ended.code, ended.out) == (1, b"")
    assert left_behind(root) == []
    return ended.err.splitlines()


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_wrong_models_are_told_alike(tmp_path: Path, wrong: Wrong) -> None:
    """What is wrong has one code, pointer, place and message everywhere, and nothing is left (model §2.5)."""
    told = by_library(tmp_path, wrong.text, {})
    assert (told["code"], told["pointer"]) == (wrong.code, wrong.pointer)
    assert (told["line"], told["column"]) == (wrong.line, wrong.column)
    assert wrong.says in told["message"]
    assert by_creation(tmp_path / "made", wrong.text, {}) == told
    assert by_validation(tmp_path / "validated", wrong.text, {}) == told
    message, place, *_ = command_line(tmp_path / "commanded", wrong.text, {})
    assert message == f"error[{told['code']}]: {told['message']}"
    assert place.endswith(f":{wrong.line}:{wrong.column}")


@pytest.mark.parametrize("lowered", LIMITS.values(), ids=LIMITS.keys())
def test_limits_are_told_alike(tmp_path: Path, lowered: Limit) -> None:
    """A limit that is passed is told everywhere with limit, request and setting (model §2.2, §4.4)."""
    text = f"{GRID}{VISITS}" if lowered.code != "too_many_aliases" else f"{GRID}x-a: &a 1\nx-b: *a\n{VISITS}"
    settings = {lowered.setting: str(lowered.limit)}
    told = by_library(tmp_path, text, settings)
    assert told["code"] == lowered.code
    assert (told["limit"], told["requested"]) == (lowered.limit, lowered.requested)
    assert told["setting"] == lowered.setting
    assert str(lowered.requested) in told["message"]
    assert f"the limit is {lowered.limit} ({lowered.setting})" in told["message"]
    assert by_creation(tmp_path / "made", text, settings) == told
    assert by_validation(tmp_path / "validated", text, settings) == told
    message = command_line(tmp_path / "commanded", text, settings)[0]
    assert message == f"error[{told['code']}]: {told['message']}"
