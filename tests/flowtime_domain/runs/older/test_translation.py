from datetime import UTC, datetime

import pytest

from examples.stored_runs import READER
from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.older.model import OlderModel, older_model
from flowtime_domain.runs.older.translation import OlderDocuments, run_facts, run_grid, series_entries

GRID = {"bins": 4, "binSize": 5, "binUnit": "minutes"}
RUN = {"grid": GRID, "scenarioHash": "sha256:00", "createdUtc": "2024-11-05T10:15:00Z"}
START = datetime(2025, 1, 1, tzinfo=UTC)


def documents(run=RUN, manifest=None, metadata=None, model=""):
    read = older_model(READER.read(model)) if model else OlderModel()
    return OlderDocuments(run, manifest or {}, metadata or {}, read)


def facts(**given):
    return run_facts("a", documents(**given))


def test_what_is_not_said_is_none():
    """What an older bundle does not say is null; a nameless model is ad hoc (runs §2.4, §10.2, api §6.4)."""
    bare = facts()
    assert (bare.run_id, bare.mode, bare.template_id) == ("a", "simulation", "adhoc-model")
    assert (bare.template_title, bare.template_version, bare.model_hash) == (None, None, None)
    assert (bare.engine_version, bare.provenance.seed, bare.provenance.parameters) == (None, None, {})
    assert bare.warnings == ()


def test_metadata_goes_before_the_model():
    """Mode and template come from metadata.json, else from the model (runs §10.2)."""
    model = "mode: simulation\nmetadata: {id: m, title: M, version: 1.0.0}"
    metadata = {"mode": "Telemetry", "templateId": "t", "templateTitle": "T", "templateVersion": "2.0.0"}
    told = facts(metadata=metadata, model=model)
    assert (told.mode, told.template_id, told.template_title, told.template_version) == (
        "telemetry",
        "t",
        "T",
        "2.0.0",
    )
    told = facts(model=model)
    assert (told.template_id, told.template_title, told.template_version) == ("m", "M", "1.0.0")


def test_run_goes_before_the_documents_beside_it():
    """Hashes, moment and seed are looked for in run.json, metadata.json and manifest.json (runs §10.2)."""
    manifest = {"createdUtc": "2024-01-01T00:00:00Z", "scenarioHash": "sha256:11", "modelHash": "sha256:22"}
    told = facts(manifest={**manifest, "rng": {"seed": 7}})
    assert (told.scenario_hash, told.model_hash, told.provenance.seed) == ("sha256:00", "sha256:22", 7)
    assert told.created == datetime(2024, 11, 5, 10, 15, tzinfo=UTC)
    told = facts(run={"grid": GRID}, manifest=manifest, metadata={"modelHash": "sha256:33"})
    assert (told.scenario_hash, told.model_hash) == ("sha256:11", "sha256:33")
    assert told.created_utc == "2024-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    "run",
    [
        {**RUN, "createdUtc": "yesterday"},
        {**RUN, "createdUtc": None},
        {**RUN, "scenarioHash": 5},
        {**RUN, "grid": None},
        {**RUN, "grid": {**GRID, "bins": 0}},
        {**RUN, "grid": {**GRID, "bins": 2.5}},
        {**RUN, "grid": {**GRID, "binUnit": "months"}},
        {**RUN, "grid": {**GRID, "binSize": "five"}},
    ],
)
def test_run_without_grid_hash_or_moment_cannot_be_told(run):
    """Every run has a grid, a scenario hash and a moment of creation (runs §9.3)."""
    with pytest.raises(ValueError, match="there is no"):
        facts(run=run)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2024-11-05T10:15:00.1234567Z", "2024-11-05T10:15:00.123456Z"),
        ("2024-11-05T12:15:00+02:00", "2024-11-05T10:15:00.000000Z"),
        ("2024-11-05T10:15:00", "2024-11-05T10:15:00.000000Z"),
    ],
)
def test_moments_have_six_digits_in_utc(moment, text):
    """The moment of creation is written as today, whatever the digits of older ones (runs §1.3)."""
    assert facts(run={**RUN, "createdUtc": moment}).created_utc == text


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        ({"bins": 6.0, "binSize": 1, "binUnit": "Hour"}, Grid(6, 1, "hours")),
        ({"bins": 6, "binSize": 30}, Grid(6, 30, "minutes")),
        ({"bins": 6, "binMinutes": 15}, Grid(6, 15, "minutes")),
        ({"bins": 6, "binMinutes": 60, "binSize": 1, "binUnit": "hours"}, Grid(6, 1, "hours")),
    ],
)
def test_lengths_of_bins_are_read_in_every_spelling(grid, expected):
    """Units are read in either number and case, and the minutes of the oldest bundles (runs §10.2)."""
    assert run_grid(documents(run={"grid": grid})) == expected


def test_model_has_the_grid_where_the_run_has_none():
    """The grid of the model stands in for that of run.json (runs §10.2)."""
    model = "grid: {bins: 2, binSize: 1, binUnit: days, start: 2025-01-01}"
    assert run_grid(documents(run={}, model=model)) == Grid(2, 1, "days", START)


@pytest.mark.parametrize(
    "run",
    [
        {"grid": {**GRID, "startTimeUtc": "2025-01-01T00:00:00.0000000Z", "start": "2026-01-01"}},
        {"grid": {**GRID, "start": "2025-01-01T01:00:00+01:00"}, "window": {"start": "2026-01-01"}},
        {"grid": GRID, "window": {"start": "2025-01-01T00:00:00Z"}},
        {"grid": GRID, "window": {"startTimeUtc": "2025-01-01"}},
        {"grid": {**GRID, "startTimeUtc": "soon"}, "window": {"start": "2025-01-01"}},
    ],
)
def test_start_has_several_names(run):
    """The start is grid.startTimeUtc, grid.start or window.start, in this order (runs §10.2)."""
    assert run_grid(documents(run=run)).start == START


def test_start_may_stand_in_the_model_or_nowhere():
    """The model's start counts if run.json has none; without any the start is null (runs §10.2)."""
    model = "window: {start: 2025-01-01T00:00:00Z}"
    assert run_grid(documents(run={"grid": GRID}, model=model)).start == START
    assert run_grid(documents(run={"grid": GRID})).start is None


def test_start_whose_end_no_calendar_has_is_none():
    """A grid that ends after the year 9999 has no times (model §4.2)."""
    grid = {"bins": 4, "binSize": 1000, "binUnit": "weeks", "start": "9999-01-01"}
    assert run_grid(documents(run={"grid": grid})) == Grid(4, 1000, "weeks")


def test_moments_beyond_the_calendar_are_none():
    """A moment that its offset moves out of the calendar is none (runs §10.2)."""
    run = {"grid": {**GRID, "start": "0001-01-01T00:00:00+02:00"}}
    assert run_grid(documents(run=run)).start is None


def test_warnings_become_documents():
    """Text warnings are `run_warning` of severity info; others keep what they say (runs §10.2)."""
    structured = {
        "code": "data_gap",
        "message": "gap",
        "severity": "info",
        "nodeId": "Desk",
        "bins": [1, -1, "x"],
    }
    run = {**RUN, "warnings": ["trimmed", structured, {"severity": "fatal", "count": 3}, 5]}
    told = [
        (each.code, each.severity, each.message, each.node_id, each.bins, each.count)
        for each in facts(run=run).warnings
    ]
    assert told == [
        ("run_warning", "info", "trimmed", None, (), 0),
        ("data_gap", "info", "gap", "Desk", (1,), 1),
        ("run_warning", "warning", "", None, (), 3),
    ]


def entries(*series):
    return list(series_entries({"series": list(series)}, 4))


def test_entries_have_rows_and_what_the_index_says():
    """A series of the index keeps its id; what is not said is null (runs §10.2, api §8.4)."""
    first, second = entries(
        {"id": "queue@DESK", "kind": "State", "path": "series/q.csv", "unit": "entities", "points": 4},
        {"id": "ratio@DESK@DEFAULT", "kind": "derived", "componentId": "DESK", "hash": "sha256:00"},
    )
    assert (first.name, first.kind, first.path, first.row, first.unit) == (
        "queue",
        "stock",
        "series/q.csv",
        0,
        "entities",
    )
    assert (second.kind, second.path, second.row, second.unit) == (
        None,
        "series/ratio@DESK@DEFAULT.csv",
        1,
        None,
    )
    assert (second.component_id, second.hash, second.points) == ("DESK", "sha256:00", 4)


def test_only_the_default_class_is_used():
    """Series of other classes are passed over, wherever the class is written (runs §10.2)."""
    found = entries(
        {"id": "a@A@Gold"},
        {"id": "a@A@x", "class": "Gold"},
        {"id": "a@A@DEFAULT"},
        {"id": "b", "class": "DEFAULT"},
    )
    assert [(entry.id, entry.row) for entry in found] == [("a@A@DEFAULT", 0), ("b", 1)]


@pytest.mark.parametrize("entry", [{"id": ""}, {"kind": "flow"}, {"id": "a", "points": 3}])
def test_series_without_id_or_of_another_length_is_an_error(entry):
    """Each series has an id and the grid's number of values (runs §9.3)."""
    with pytest.raises(ValueError, match="series"):
        entries(entry)
