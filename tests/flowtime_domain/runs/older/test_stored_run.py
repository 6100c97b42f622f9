import json

from examples.older_bundles import RUN_ID, file_bundle, older_bundle, without
from fakes.artifact_store import InMemoryArtifactStore


def opened(contents):
    store = InMemoryArtifactStore()
    store.runs[RUN_ID] = contents
    return store.open_run(RUN_ID)


def test_flags_say_what_is_present():
    """Flags tell of the files of the bundle, not of what stands in for them (runs §10.2)."""
    flags = opened(without(older_bundle(), "model/model.yaml", "model/metadata.json")).artifacts
    assert (flags.run, flags.manifest, flags.series_index) == (True, True, True)
    assert (flags.model, flags.metadata, flags.provenance, flags.telemetry_manifest) == (False,) * 4
    assert opened({**older_bundle(), "model/telemetry/telemetry-manifest.json": b"{}"}).can_replay


def test_specification_stands_in_for_the_model():
    """Without model/model.yaml the model is spec.yaml (runs §10.2)."""
    contents = without(older_bundle(), "model/model.yaml")
    assert opened(contents).document("model/model.yaml") == contents["spec.yaml"]


def test_index_has_todays_shape():
    """The index is that of the bundle in the shape of today's (api §8.4)."""
    index = json.loads(opened(file_bundle()).document("series/index.json"))
    assert [(entry["id"], entry["row"]) for entry in index["series"]] == [
        ("order_capacity@ORDER_CAPACITY@DEFAULT", None)
    ]
    assert index["grid"]["start"] == "2025-01-01T00:00:00Z"
