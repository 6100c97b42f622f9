"""Binding captures to models."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from examples.replays import GAP, MODEL_GRID, bound, stored_capture, telemetry_model
from flowtime_domain.errors import CaptureInvalidError, ModelInvalidError, PathNotAllowedError
from flowtime_domain.model.grid import Grid
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.telemetry.binding import BoundModel, bind_capture

VISITS = {"id": "visits", "values": [18, 26, 12]}
CAPACITY = {"id": "desk_capacity", "values": [20, 20, 20]}
SEMANTICS = {"arrivals": "visits", "capacity": "desk_capacity"}
DESK = {"id": "Desk", "kind": "serviceWithBuffer", "semantics": SEMANTICS}
SERVED = {"Desk:Served": [18, 20, 20]}


def desk(*nodes: Any, places: Any = (DESK,), **topology: Any) -> dict[str, Any]:
    return {"nodes": nodes or (VISITS, CAPACITY), "topology": {"nodes": places, **topology}}


def node(run: BoundModel, name: str) -> dict[str, Any]:
    nodes: Any = normal_form(run.model)["nodes"]
    return next(each for each in nodes if each["id"] == name)


def semantics(run: BoundModel, place: int = 0) -> dict[str, Any]:
    topology: Any = normal_form(run.model)["topology"]
    semantics: dict[str, Any] = topology["nodes"][place]["semantics"]
    return semantics


def names(run: BoundModel) -> list[str]:
    return [series.name for series in run.model.series]


def codes(run: BoundModel) -> list[str]:
    return [finding.code for finding in run.findings]


def const(name: str, path: str) -> dict[str, Any]:
    return {"id": name, "kind": "const", "source": f"file://telemetry/{path}"}


def test_the_worked_example_is_bound_by_its_source() -> None:
    """A const with a source takes the values of the file, and no more is bound (telemetry §8.3, §8.7)."""
    visits = {"id": "visits", "values": [1], "repeat": True, "source": "file://telemetry/Desk_arrivals.csv"}
    run = bound(desk(visits, CAPACITY), stored_capture({"Desk:Arrivals": [4, GAP, 5]}))
    assert node(run, "visits") == const("visits", "Desk_arrivals.csv")
    assert str(run.capture.values["visits"]) == "(4.0, nan, 5.0)"
    assert names(run) == ["visits", "desk_capacity", "desk_served", "desk_queue"]
    assert run.capture.node_sources == {"visits": "Desk_arrivals.csv"}
    assert codes(run) == ["telemetry_series_invalid"]


def test_a_declared_series_becomes_a_const() -> None:
    """A declared series keeps what describes it and takes the values of the file (telemetry §8.4)."""
    about = {"initial": 2, "unit": "people", "description": "Who comes.", "metadata": {"a": 1}}
    visits = {"id": "visits", "kind": "expr", "expr": "2 + SHIFT(visits, 1)", **about}
    run = bound(desk(visits, CAPACITY), stored_capture({"Desk:Arrivals": [4, 6, 5]}))
    assert node(run, "visits") == {**about, **const("visits", "Desk_arrivals.csv")}
    assert run.findings == ()


def test_a_generated_series_is_declared_and_named() -> None:
    """A series that the engine generates for the node becomes a const of its id (telemetry §8.4, §8.7)."""
    run = bound(desk(), stored_capture({**SERVED, "Desk:QueueDepth": [0, 6, 0]}))
    assert names(run) == ["visits", "desk_capacity", "desk_served", "desk_queue"]
    assert node(run, "desk_queue") == const("desk_queue", "Desk_queuedepth.csv")
    assert semantics(run) == {**SEMANTICS, "served": "desk_served", "queueDepth": "desk_queue"}
    assert codes(run) == ["telemetry_sources_unresolved"]


def test_a_generated_series_that_two_metrics_report_is_declared_once() -> None:
    """Files of two metrics that report one generated series agree, and declare it once (telemetry §8.4)."""
    place = {
        **DESK,
        "dispatchSchedule": {"periodBins": 1},
        "semantics": {**SEMANTICS, "attempts": "desk_served"},
    }
    run = bound(desk(places=[place]), stored_capture({**SERVED, "Desk:Attempts": SERVED["Desk:Served"]}))
    assert names(run) == ["visits", "desk_capacity", "desk_gated_outflow", "desk_served", "desk_queue"]
    assert semantics(run) == {**SEMANTICS, "served": "desk_gated_outflow", "attempts": "desk_served"}
    with pytest.raises(CaptureInvalidError, match="different values for the series 'desk_served'"):
        bound(desk(places=[place]), stored_capture({**SERVED, "Desk:Attempts": [1, 2, 3]}))


def test_a_generated_series_that_another_metric_reports_is_declared() -> None:
    """What a file gives to a generated series is named by the semantic that made it too (telemetry §8.4)."""
    place = {**DESK, "semantics": {**SEMANTICS, "attempts": "desk_served", "externalDemand": "desk_queue"}}
    files = {"Desk:Attempts": [1, 2, 3], "Desk:ExternalDemand": [4, 5, 6]}
    run = bound(desk(places=[place]), stored_capture(files))
    assert semantics(run) == {**place["semantics"], "served": "desk_served", "queueDepth": "desk_queue"}
    assert run.capture.node_sources == {
        "desk_served": "Desk_attempts.csv",
        "desk_queue": "Desk_externaldemand.csv",
    }


def test_a_generated_series_that_no_semantic_makes_stays() -> None:
    """An overflow stays, since nothing can stand in its place, and the file beside it (telemetry §8.4)."""
    place = {**DESK, "wipLimit": 1, "semantics": {**SEMANTICS, "externalDemand": "desk_overflow"}}
    run = bound(desk(places=[place]), stored_capture({"Desk:ExternalDemand": [4, 5, 6]}))
    assert semantics(run)["externalDemand"] == "desk_external_demand"
    assert "desk_overflow" in names(run)


def test_what_nothing_reports_is_declared_and_named() -> None:
    """A metric without a series gets a const named after node and semantic (telemetry §8.4)."""
    taken = {"id": "DESK_errors", "values": 1}
    run = bound(desk(VISITS, CAPACITY, taken), stored_capture({"Desk:Errors": [1, 0, 0]}))
    assert semantics(run)["errors"] == "desk_errors_telemetry"
    assert node(run, "desk_errors_telemetry")["source"] == "file://telemetry/Desk_errors.csv"


def test_what_another_node_generates_stays() -> None:
    """A router's target, a router, or another node's series stays beside the file's (telemetry §8.4)."""
    router = {"id": "split", "kind": "router", "inputs": {"queue": "visits"}, "routes": [{"target": "left"}]}
    places = [
        DESK,
        {"id": "Next", "semantics": {"arrivals": "desk_served", "served": "left", "errors": "split"}},
    ]
    files = {"Next:Arrivals": [1, 2, 3], "Next:Served": [3, 2, 1], "Next:Errors": [0, 0, 1]}
    run = bound(desk(VISITS, CAPACITY, router, places=places), stored_capture(files))
    named = {"arrivals": "next_arrivals", "served": "next_served", "errors": "next_errors"}
    assert semantics(run, 1) == named
    assert {"left", "split", "desk_served", *named.values()} <= set(names(run))


def test_what_was_observed_is_not_cut_again() -> None:
    """Where Served is bound, schedule and constraints of the node go, their ids stay (telemetry §8.4)."""
    scheduled = {**DESK, "dispatchSchedule": {"periodBins": 2}, "constraints": ["beds"]}
    other = {**DESK, "id": "Other"}
    beds = {"id": "beds", "semantics": {"served": "desk_capacity"}, "nodes": ["Other"]}
    alone = {"id": "alone", "semantics": {"served": "desk_capacity"}, "nodes": ["Desk"]}
    document = desk(places=[scheduled, other], constraints=[alone, beds])
    run = bound(document, stored_capture(SERVED))
    assert semantics(run)["served"] == "desk_gated_outflow"
    assert node(run, "desk_served")["expr"] == "desk_gated_outflow"
    place = run.model.topology.nodes[0]
    assert (place.dispatch_schedule, place.constraints) == (None, None)
    assert [(each.id, each.nodes) for each in run.model.topology.constraints] == [("beds", ("Other",))]
    assert [finding.code for finding in run.findings if finding.node_id is None] == [
        "constraint_partly_captured"
    ]


def test_a_constraint_keeps_members_that_name_it() -> None:
    """A constraint whose listed members are gone lives on by the nodes that name it (telemetry §8.4)."""
    member = {**DESK, "id": "Other", "constraints": ["beds"]}
    beds = {"id": "beds", "semantics": {"served": "desk_capacity"}, "nodes": ["Desk"]}
    run = bound(desk(places=[DESK, member], constraints=[beds]), stored_capture(SERVED))
    assert [(each.id, each.nodes) for each in run.model.topology.constraints] == [("beds", None)]
    whole = bound(desk(places=[DESK], constraints=[beds]), stored_capture(SERVED))
    assert whole.model.topology.constraints == ()
    assert "constraint_partly_captured" not in codes(whole)


def test_files_about_one_series_must_agree() -> None:
    """Two files of one declared series are one if their values are equal, else refused (telemetry §8.4)."""
    places = [DESK, {"id": "Door", "semantics": {"arrivals": "visits", "served": "visits"}}]
    values = [4, GAP, 5]
    same = bound(desk(places=places), stored_capture({"Desk:Arrivals": values, "Door:Served": values}))
    assert same.capture.node_sources == {"visits": "Desk_arrivals.csv"}
    assert "telemetry_file_unused" not in codes(same)
    with pytest.raises(CaptureInvalidError, match="different values for the series 'visits'") as caught:
        bound(desk(places=places), stored_capture({"Desk:Arrivals": values, "Door:Served": [4, 4, 5]}))
    assert [(error.code, error.file) for error in caught.value.errors] == [
        ("series_conflict", "Door_served.csv")
    ]


def test_what_nothing_was_bound_to_is_told() -> None:
    """A file of no known node, or of a series with another source, is unused unless named (telemetry §10)."""
    visits = {"id": "visits", "source": "Desk_arrivals.csv"}
    files = {"Desk:Arrivals": [4, 6, 5], "Elsewhere:Arrivals": [1, 1, 1]}
    run = bound(desk(visits, CAPACITY), stored_capture(files))
    assert [(finding.code, finding.severity) for finding in run.findings] == [
        ("telemetry_file_unused", "info")
    ]
    assert "Elsewhere_arrivals.csv" in run.findings[0].message
    other = {"id": "visits", "source": "Elsewhere_arrivals.csv"}
    run = bound(desk(other, CAPACITY), stored_capture(files))
    assert ["'Desk_arrivals.csv'" in finding.message for finding in run.findings] == [True]


def test_files_in_semantics_are_bound() -> None:
    """A file that a semantic names is the source of the const that it acts as (telemetry §8.1, §8.3)."""
    place = {**DESK, "semantics": {**SEMANTICS, "errors": "file:Desk_errors.csv"}}
    run = bound(desk(places=[place]), stored_capture({"Desk:Errors": [1, 0, 0]}))
    assert run.capture.node_sources == {"desk_errors": "Desk_errors.csv"}
    assert run.capture.values == {"desk_errors": (1.0, 0.0, 0.0)}


@pytest.mark.parametrize(
    ("grid", "says"),
    [
        (Grid(4, 15, "minutes"), "4 bins of 15 minutes without a start"),
        (Grid(3, 15, "hours"), "3 bins of 15 hours"),
        (Grid(3, 15, "minutes", datetime(2025, 3, 3, 9, tzinfo=UTC)), "from 2025-03-03T09:00:00Z"),
    ],
)
def test_grids_must_agree(grid: Grid, says: str) -> None:
    """Bins, their length, and starts where both have one are equal, or both are named (telemetry §8.5)."""
    capture = stored_capture({"Desk:Arrivals": [1.0] * grid.bins}, grid)
    with pytest.raises(CaptureInvalidError) as caught:
        bound(desk(), capture)
    (error,) = caught.value.errors
    assert (error.code, error.pointer, error.file) == ("grid_mismatch", "/grid", "manifest.json")
    assert says in error.message
    assert "3 bins of 15 minutes from 2025-03-03T08:00:00Z" in error.message


def test_a_grid_that_differs_is_that_of_the_manifest_that_was_read() -> None:
    """Where a run's manifest was read, the error names that one (telemetry §2.2, §8.5)."""
    capture = stored_capture({"Desk:Arrivals": [1, 2, 3, 4]}, Grid(4, 15, "minutes"))
    with pytest.raises(CaptureInvalidError) as caught:
        bound(desk(), replace(capture, manifest_name="telemetry-manifest.json"))
    assert [error.file for error in caught.value.errors] == ["telemetry-manifest.json"]


def test_equal_lengths_and_one_start_agree() -> None:
    """A week is 7 days, and a model without a start takes that of the capture (telemetry §8.5)."""
    start = datetime(2025, 3, 3, tzinfo=UTC)
    capture = stored_capture({"Desk:Arrivals": [1, 2, 3]}, Grid(3, 1, "weeks", start))
    days = {"grid": {"bins": 3, "binSize": 7, "binUnit": "days"}, **desk()}
    run = bind_capture(telemetry_model(days), capture, telemetry_model)
    assert run.model.grid == Grid(3, 7, "days", start)
    unknown = stored_capture({"Desk:Arrivals": [1, 2, 3]}, Grid(3, 15, "minutes"))
    assert bound(desk(), unknown).model.grid.start is not None


def test_wrong_sources_are_found() -> None:
    """A source that is no file of the capture is named, one that leads out is refused (telemetry §8.3)."""
    capture = stored_capture({"Desk:Arrivals": [1, 2, 3]})
    with pytest.raises(CaptureInvalidError, match=r"did you mean 'Desk_arrivals\.csv'") as caught:
        bound(desk({"id": "visits", "source": "Desk_arival.csv"}, CAPACITY), capture)
    (error,) = caught.value.errors
    assert (error.code, error.pointer, error.file) == (
        "binding_file_unknown",
        "/nodes/0/source",
        "Desk_arival.csv",
    )
    with pytest.raises(PathNotAllowedError):
        bound(desk({"id": "visits", "source": "file:../secret.csv"}, CAPACITY), capture)


def test_the_bound_model_is_read_like_any_other() -> None:
    """A bound model that breaks a rule is refused (telemetry §8.1)."""
    places = [{"id": "End", "kind": "sink", "semantics": {"arrivals": "visits"}}]
    with pytest.raises(ModelInvalidError):
        bound(desk(places=places), stored_capture({"End:QueueDepth": [1, 2, 3]}))


def test_binding_again_changes_nothing() -> None:
    """The bound model, bound to the same capture, is itself (runs §6.2)."""
    scheduled = {**DESK, "dispatchSchedule": {"periodBins": 2}}
    files = {**SERVED, "Desk:QueueDepth": [0, 6, 0], "Desk:Errors": [0, 0, 0], "Desk:Arrivals": [1, 2, 3]}
    capture = stored_capture(files)
    first = bound(desk(places=[scheduled]), capture)
    second = bind_capture(telemetry_model(normal_form(first.model)), capture, telemetry_model)
    assert normal_form(second.model) == normal_form(first.model)
    assert second.findings == first.findings
    assert normal_form(first.model)["grid"] == MODEL_GRID


def test_without_any_start_bins_have_no_times() -> None:
    """Where neither capture nor model has a start, the bound model has none (telemetry §8.5)."""
    capture = stored_capture({"Desk:Arrivals": [1, 2, 3]}, Grid(3, 15, "minutes"))
    document = {"grid": {**MODEL_GRID, "start": None}, **desk()}
    assert bind_capture(telemetry_model(document), capture, telemetry_model).model.grid.start is None


def test_constraints_of_others_stay() -> None:
    """A constraint that the node has no part in stays as it is (telemetry §8.4)."""
    other = {**DESK, "id": "Other"}
    beds = {"id": "beds", "semantics": {"served": "desk_capacity"}, "nodes": ["Other"]}
    run = bound(desk(places=[DESK, other], constraints=[beds]), stored_capture(SERVED))
    assert [(each.id, each.nodes) for each in run.model.topology.constraints] == [("beds", ("Other",))]
    assert "constraint_partly_captured" not in codes(run)
