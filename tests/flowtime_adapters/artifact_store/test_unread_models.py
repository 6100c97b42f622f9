from examples.older_bundles import RUN_ID, file_bundle, write_bundle
from flowtime_adapters.artifact_store.filesystem import FilesystemArtifactStore
from flowtime_adapters.artifact_store.unread_models import UnreadModels


def test_store_that_reads_no_models_knows_no_places(tmp_path):
    """Where nobody reads models an older bundle still gives its series (runs §10.2)."""
    write_bundle(tmp_path, file_bundle())
    run = FilesystemArtifactStore(tmp_path).open_run(RUN_ID)
    assert run.older.model.topology.nodes == ()
    assert run.values(0).tolist() == [12, 7, 9, 4]
    assert UnreadModels().read(b"grid: {}").root == {}
