import json

import pytest

from examples.older_bundles import (
    FILE_MODEL,
    RUN_ID,
    SERIES,
    changed,
    csv,
    document,
    file_bundle,
    older_bundle,
    without,
)
from examples.stored_runs import READER
from fakes.artifact_store import InMemoryFiles
from flowtime_domain.runs.identity import prefixed_hash
from flowtime_domain.runs.older import examination
from flowtime_domain.runs.older.examination import examine_older

QUEUE = "series/support_queue@SUPPORT_QUEUE@DEFAULT.csv"
GRID = "grid: {bins: 4, binSize: 5, binUnit: minutes}\n"


def examined(contents):
    return examine_older(InMemoryFiles(str(RUN_ID), contents), READER.read)


def found(contents):
    bundle, findings = examined(contents)
    assert (bundle is None) == bool(findings)
    return [(finding.code, finding.file) for finding in findings]


def read(contents):
    bundle, findings = examined(contents)
    assert findings == ()
    return bundle


def with_series(content, **changes):
    """The bundle with another text of the queue, its hash kept right."""

    def change(members):
        for identifier in members["seriesHashes"]:
            if identifier.startswith("support_queue"):
                members["seriesHashes"][identifier] = prefixed_hash(content)

    return {**changed(older_bundle(**changes), "manifest.json", change), QUEUE: content}


def test_intact_bundle_has_no_findings():
    """A bundle whose documents, hashes and series are right is intact (runs §9.3)."""
    assert found(older_bundle()) == []
    assert found(file_bundle()) == []
    assert found({**older_bundle(), "aggregates/node_time_bin.parquet": b"PAR1", "notes.txt": b"any"}) == []


@pytest.mark.parametrize(
    ("contents", "finding"),
    [
        (without(older_bundle(), "manifest.json"), ("manifest_missing", "manifest.json")),
        (without(older_bundle(), "series/index.json"), ("file_missing", "series/index.json")),
        (without(older_bundle(), QUEUE), ("file_missing", QUEUE)),
        (
            {**older_bundle(), "run.json": document({"schemaVersion": 1, "createdUtc": "then"})},
            ("identity_differs", "run.json"),
        ),
        ({**older_bundle(), "series/index.json": b"{"}, ("index_differs", "series/index.json")),
        (with_series(csv((2, 10, 20, 0, 7))), ("index_differs", QUEUE)),
        (with_series(b"t,value\n0,many\n"), ("index_differs", QUEUE)),
        ({**older_bundle(), QUEUE: csv((2, 10, 20, 1))}, ("file_hash_differs", QUEUE)),
    ],
)
def test_each_damage_is_found_once(contents, finding):
    """A missing, changed or unreadable file makes one finding (runs §9.3)."""
    assert found(contents) == [finding]


def test_series_has_one_value_for_each_bin():
    """A series of the index that does not have the grid's number of values is found (runs §9.3)."""

    def change(members):
        members["series"][0]["points"] = 3

    assert found(changed(older_bundle(), "series/index.json", change)) == [
        ("index_differs", "series/index.json")
    ]


def test_missing_rows_are_no_damage():
    """Missing rows are missing values, not a damage (runs §10.2)."""
    assert found(with_series(b"t,value\n1,10\n")) == []


def test_hash_of_a_series_that_the_index_does_not_list_is_compared():
    """Every hash of the manifest is compared, if its file exists (runs §9.3)."""

    def change(members):
        members["seriesHashes"] |= {"x@X@Gold": "SHA256:00", "y@Y@Gold": "sha256:00"}

    contents = changed(older_bundle(), "manifest.json", change)
    assert found({**contents, "series/x@X@Gold.csv": csv((1,))}) == [
        ("file_hash_differs", "series/x@X@Gold.csv")
    ]


def test_more_numbers_than_memory_has_are_refused(monkeypatch):
    """A bundle that speaks of more numbers than can be held is corrupt instead of fatal (runs §9.3)."""
    monkeypatch.setattr(examination, "MOST_CELLS", 31)
    assert found(older_bundle()) == [("index_differs", "series/index.json")]


def test_index_paths_lead_to_the_series():
    """The path of the index counts, whatever the id (runs §10.2)."""

    def change(members):
        members["series"][0]["path"] = "series/elsewhere.csv"

    contents = changed(older_bundle(), "series/index.json", change)
    path = "series/order_arrivals@ORDER_ARRIVALS@DEFAULT.csv"
    moved = {**without(contents, path), "series/elsewhere.csv": contents[path]}
    assert read(moved).numbers.matrix[0].tolist() == list(SERIES["order_arrivals"])


def test_series_may_share_a_file():
    """Two series of one file have one row, and so has a semantic that names the file (telemetry §9)."""

    def change(members):
        members["series"].append({**members["series"][0], "id": "again@AGAIN@DEFAULT"})

    bundle = read(changed(file_bundle(), "series/index.json", change))
    assert [entry.row for entry in bundle.index.series] == [0, 0]
    assert bundle.numbers.row_of["file:../series/order_capacity@ORDER_CAPACITY@DEFAULT.csv"] == 0


def test_semantics_tell_what_can_be_read():
    """Semantics lead to series of the index or to files; what leads nowhere tells nothing (telemetry §9)."""
    bundle = read(without(file_bundle(), "model/support_served.csv"))
    service, queue = bundle.numbers.reported
    assert service["capacity"] == "file:../series/order_capacity@ORDER_CAPACITY@DEFAULT.csv"
    assert list(queue) == ["arrivals", "errors", "queue"]
    assert bundle.metadata.node_sources["file://telemetry/order_served.csv"] == "telemetry/order_served.csv"
    (warning,) = [each for each in bundle.facts.warnings if each.code != "run_warning"]
    assert (warning.code, warning.node_id) == ("telemetry_sources_unresolved", "SupportQueue")


def test_unreadable_file_of_a_semantic_tells_nothing():
    """A file that is no CSV of numbers is not resolved (telemetry §9)."""
    bundle = read({**file_bundle(), "model/support_served.csv": b"timestamp,value\n"})
    assert "served" not in bundle.numbers.reported[1]


def test_source_of_a_const_node_stands_in_for_its_series():
    """A const node that the index does not list has the values of its source (telemetry §9)."""
    model = (
        f"{GRID}nodes: [{{id: a, source: 'file://telemetry/a.csv'}}]\n"
        "topology: {nodes: [{id: A, semantics: {arrivals: a}}]}\n"
    )
    bundle = read(
        {**older_bundle({}, model=model, mode="telemetry"), "model/telemetry/a.csv": csv((1, 2, 3, 4))}
    )
    assert bundle.numbers.matrix.tolist() == [[1, 2, 3, 4]]
    assert bundle.metadata.node_sources == {"a": "telemetry/a.csv"}


def test_own_series_has_its_default_name():
    """`self` is the series that bears the default name of the node's depth (model §7.3, §7.10)."""
    semantics = "{queueDepth: self, parallelism: 2}"
    model = f"{GRID}topology: {{nodes: [{{id: OrderDesk, kind: queue, semantics: {semantics}}}]}}\n"
    bundle = read(older_bundle({"order_desk_queue": (1, 2, 3, 4)}, model=model))
    assert bundle.numbers.reported == ({"queue": "order_desk_queue", "parallelism": 2},)


def test_simulation_runs_have_no_sources():
    """In simulation mode no file counts as a source (state §3.2)."""
    assert read(file_bundle("simulation")).metadata.node_sources == {}


def test_node_sources_of_the_metadata_count():
    """metadata.json may name the files behind series nodes, if they exist (runs §6.3, §10.2)."""

    def change(members):
        members["nodeSources"] = {"a": "file://telemetry/order_served.csv", "b": "file:gone.csv"}

    bundle = read(changed(file_bundle(), "model/metadata.json", change))
    assert bundle.metadata.node_sources["a"] == "telemetry/order_served.csv"
    assert "b" not in bundle.metadata.node_sources


def test_warnings_that_are_stored_are_not_repeated():
    """What the stored warnings say already is not said again (state §3.3)."""
    stored = {"code": "telemetry_sources_missing", "message": "none", "severity": "warning"}
    contents = changed(
        older_bundle(mode="telemetry"), "run.json", lambda members: members.update(warnings=[stored])
    )
    codes = [warning.code for warning in read(contents).facts.warnings]
    assert codes == ["telemetry_sources_missing"]


ODDITIES = (None, -1, 1e400, "self", "file:../series/x", [3], {"id": True})


def odd_documents(value):
    """A JSON value with each of its members replaced by each oddity, or left out."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield {name: item for name, item in value.items() if name != key}
            yield from ({**value, key: odd} for odd in (*ODDITIES, *odd_documents(member)))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], odd, *value[index + 1 :]] for odd in odd_documents(item))


@pytest.mark.parametrize(
    "path", ["run.json", "manifest.json", "series/index.json", "model/metadata.json", "model/model.yaml"]
)
def test_whatever_a_document_holds_the_bundle_is_read_or_corrupt(path):
    """Whatever a document holds, the bundle is read as far as it goes or found corrupt (runs §9.3)."""
    contents = older_bundle({"support_queue": (1, 2, 3, 4)}, mode="telemetry")
    written = READER.read(contents[path]).root
    for odd in odd_documents(json.loads(json.dumps(written))):
        bundle, findings = examined({**contents, path: document(odd)})
        assert (bundle is None) == bool(findings)
        if bundle is not None:
            bundle.index.members()
            list(bundle.numbers.violations())


def test_model_of_files_needs_no_series_nodes():
    """A model of topology nodes alone is read (runs §10.2)."""
    assert read(file_bundle(model=FILE_MODEL)).model.nodes == ()
