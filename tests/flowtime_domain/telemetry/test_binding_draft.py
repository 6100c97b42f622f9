"""Normal forms that are being changed."""

from examples.replays import MODEL_GRID, START, telemetry_model
from flowtime_domain.telemetry.binding_draft import BindingDraft


def draft() -> BindingDraft:
    nodes = [{"id": "visits", "values": [1], "repeat": True, "unit": "people", "source": "a.csv"}]
    return BindingDraft(telemetry_model({"grid": MODEL_GRID, "nodes": nodes}))


def test_values_give_way_to_a_source() -> None:
    """A const with a source has neither values nor repeat (telemetry §8.3)."""
    changed = draft()
    changed.drop_values(["visits"])
    assert changed.root["nodes"] == [
        {"id": "visits", "kind": "const", "unit": "people", "source": "a.csv"}
    ]  # fmt: skip


def test_ids_stay_apart() -> None:
    """An id that is taken, case aside, is lengthened until it is free, and taken then (telemetry §8.4)."""
    changed = draft()
    assert [changed.free_id("VISITS") for _ in range(2)] == ["VISITS_telemetry", "VISITS_telemetry_telemetry"]
    assert changed.free_id("other") == "other"


def test_a_model_without_topology_has_nothing_to_free() -> None:
    """A model without constraints keeps none, and can begin at another moment (telemetry §8.4, §8.5)."""
    changed = draft()
    assert changed.drop_empty_constraints([]) == []
    changed.start_at(START)
    assert changed.root["grid"]["start"] == MODEL_GRID["start"]
