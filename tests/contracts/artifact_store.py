"""What every artifact store keeps to."""

from abc import ABC, abstractmethod

import numpy as np
import pytest

from examples.clinic_desk import (
    FILES,
    MANIFEST_HASH,
    RUN_ID,
    clinic_desk_bundle,
    exporting_bundle,
    gap_bundle,
    other_bundle,
)
from flowtime_domain.errors import RunNotFoundError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunSummary
from flowtime_domain.runs.stored_run import RunBundle


class StoppedError(Exception):
    pass


def publish(store: ArtifactStore, bundle: RunBundle, *, overwrite: bool = False) -> bool:
    """Stage and publish a bundle."""
    with store.stage(bundle, lambda: None) as staged:
        return staged.publish(overwrite=overwrite)


def listed(store: ArtifactStore) -> dict[str, RunSummary]:
    """The rows of all runs by id."""
    rows = (store.summary(run_id) for run_id in store.markers())
    return {str(row.run_id): row for row in rows if row is not None}


def stop() -> None:
    """What a stopping process says when it is asked."""
    raise StoppedError


class ArtifactStoreContract(ABC):
    @abstractmethod
    def store(self) -> ArtifactStore:
        """A store without runs; the same for the whole test."""

    def test_worked_example_is_stored_byte_for_byte(self) -> None:
        """Every file of the example has its size and hash, the manifest its hash (runs §6.11)."""
        store = self.store()
        with store.stage(clinic_desk_bundle(), lambda: None) as staged:
            assert staged.file_count == len(FILES) + 1
            written = staged.bytes
            assert staged.publish(overwrite=False)
        run = store.open_run(RUN_ID)
        stored = {entry.path: (entry.size, entry.sha256[:16]) for entry in run.manifest.files}
        assert stored == FILES
        assert run.manifest.manifest_hash == MANIFEST_HASH
        assert written == sum(size for size, _ in FILES.values()) + len(run.document("manifest.json"))

    def test_run_is_invisible_until_it_is_published(self) -> None:
        """A staged run is neither found nor listed (runs §7.2)."""
        store = self.store()
        with store.stage(clinic_desk_bundle(), lambda: None) as staged:
            with pytest.raises(RunNotFoundError):
                store.open_run(RUN_ID)
            assert listed(store) == {}
            assert staged.publish(overwrite=False)
        assert store.open_run(RUN_ID).run.run_id == str(RUN_ID)

    def test_staged_run_is_the_run_that_will_be_found(self) -> None:
        """What is staged says already what a reader will find, and goes on saying it (runs §4.3, §7.2)."""
        store = self.store()
        with store.stage(clinic_desk_bundle(), lambda: None) as staged:
            assert staged.publish(overwrite=False)
        found = store.open_run(RUN_ID)
        publish(store, other_bundle(), overwrite=True)
        assert staged.run.run_id == RUN_ID
        assert (staged.run.run, staged.run.manifest) == (found.run, found.manifest)
        assert (staged.run.index, staged.run.metadata) == (found.index, found.metadata)
        assert staged.run.artifacts == found.artifacts
        assert staged.run.document("manifest.json") == found.document("manifest.json")
        assert staged.run.values(3).tolist() == [0, 6, 0]
        assert not staged.run.values(3).flags.writeable
        assert staged.run.series_csv(3) == found.series_csv(3)

    def test_run_that_is_not_published_is_gone(self) -> None:
        """Leaving without publishing leaves nothing (runs §5.6)."""
        store = self.store()
        with store.stage(clinic_desk_bundle(), lambda: None):
            pass
        assert listed(store) == {}

    def test_a_stop_between_files_leaves_nothing(self) -> None:
        """A store asks between files whether to stop, and then leaves nothing (operations §5.2)."""
        store = self.store()
        with pytest.raises(StoppedError):
            store.stage(clinic_desk_bundle(), stop)
        assert listed(store) == {}

    def test_taken_id_is_not_replaced(self) -> None:
        """Without overwriting the first run of an id stays as it is (runs §4.2)."""
        store = self.store()
        assert publish(store, clinic_desk_bundle())
        assert not publish(store, other_bundle())
        assert store.open_run(RUN_ID).manifest.manifest_hash == MANIFEST_HASH

    def test_overwriting_replaces_another_scenario(self) -> None:
        """Overwriting exchanges the bundle of another scenario (runs §4.1)."""
        store = self.store()
        publish(store, other_bundle())
        before = store.open_run(RUN_ID)
        assert publish(store, clinic_desk_bundle(), overwrite=True)
        assert store.open_run(RUN_ID).manifest.manifest_hash == MANIFEST_HASH
        assert before.values(0).tolist() == [1, 2, 3]

    def test_overwriting_never_replaces_an_intact_run_of_the_same_scenario(self) -> None:
        """An intact run of the same scenario stays, whatever `overwrite` says (runs §4.1)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        assert not publish(store, clinic_desk_bundle(engine_version="9.9.9"), overwrite=True)
        assert store.open_run(RUN_ID).run.engine_version == "0.1.0"

    def test_overwriting_nothing_publishes(self) -> None:
        """Overwriting an id that is free publishes the run (runs §4.1)."""
        store = self.store()
        assert publish(store, clinic_desk_bundle(), overwrite=True)
        assert store.open_run(RUN_ID).manifest.manifest_hash == MANIFEST_HASH

    def test_open_run_gives_documents_values_and_csvs(self) -> None:
        """An opened run answers with stored bytes, rows of the matrix and CSVs (api §8.4-8.6)."""
        store = self.store()
        bundle = clinic_desk_bundle()
        publish(store, bundle)
        run = store.open_run(RUN_ID)
        assert run.run_id == RUN_ID
        assert {path: run.document(path) for path in bundle.documents} == dict(bundle.documents)
        assert run.values(3).tolist() == [0, 6, 0]
        assert not run.values(3).flags.writeable
        assert run.series_csv(3) == b"t,value\n0,0\n1,6\n2,0\n"
        assert run.index == bundle.index
        assert run.metadata.template_id == "clinic-desk"
        assert run.can_replay

    def test_series_without_a_csv_still_has_one_to_answer_with(self) -> None:
        """A series that `outputs` does not select has no file, but can be read as CSV (api §8.5)."""
        store = self.store()
        publish(store, exporting_bundle())
        run = store.open_run(exporting_bundle().run_id)
        paths = [entry.path for entry in run.index.series]
        assert paths == [None, None, None, "series/desk_queue@DESK_QUEUE@DEFAULT.csv"]
        assert len(run.manifest.files) == len(FILES) - 3
        assert run.series_csv(0) == b"t,value\n0,18\n1,26\n2,12\n"

    def test_missing_values_stay_missing(self) -> None:
        """A missing value is an empty cell and the quiet NaN (runs §6.6, §6.8)."""
        store = self.store()
        publish(store, gap_bundle())
        run = store.open_run(RunId("gap"))
        assert run.series_csv(0) == b"t,value\n0,18\n1,\n2,12\n"
        assert run.values(0).view(np.uint64)[1] == 0x7FF8000000000000

    def test_unknown_id_is_not_found(self) -> None:
        """An id that nobody has published is not found (runs §4.1)."""
        with pytest.raises(RunNotFoundError):
            self.store().open_run(RunId("nowhere"))

    def test_opened_run_is_known_until_it_is_another(self) -> None:
        """A run is known once it was opened, until it is replaced or deleted (runs §9.2)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        assert store.opened_run(RUN_ID) is None
        run = store.open_run(RUN_ID)
        known = store.opened_run(RUN_ID)
        assert known is not None
        assert known.manifest_hash == run.manifest_hash
        assert publish(store, other_bundle(), overwrite=True)
        assert store.opened_run(RUN_ID) is None
        store.open_run(RUN_ID)
        store.delete(RUN_ID, lambda: None)
        assert store.opened_run(RUN_ID) is None

    def test_every_run_has_a_row(self) -> None:
        """A listing shows each run with what its documents say (runs §10.3)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        with store.stage(other_bundle(RunId("other")), lambda: None) as staged:
            assert staged.publish(overwrite=False)
        assert listed(store).keys() == {str(RUN_ID), "other"}
        row, run = listed(store)["other"], store.open_run(RunId("other"))
        assert row == staged.summary == RunSummary.of(run.run, run.manifest_hash, row.marker)
        assert (row.status, row.created, row.manifest_hash) == (
            "complete",
            run.run.created,
            run.manifest_hash,
        )
        assert store.summary(RunId("nowhere")) is None

    def test_markers_tell_runs_apart(self) -> None:
        """The marker of a run stays while its documents do, and differs from that of another (runs §10.3)."""
        store = self.store()
        publish(store, other_bundle())
        publish(store, clinic_desk_bundle(run_id=RunId("same")))
        first = store.markers()
        assert store.markers([RUN_ID, RunId("nowhere")]) == {RUN_ID: first[RUN_ID]}
        publish(store, clinic_desk_bundle(), overwrite=True)
        assert store.markers()[RUN_ID] != first[RUN_ID]
        assert store.markers()[RunId("same")] == first[RunId("same")]

    def test_identities_tell_which_runs_are_others(self) -> None:
        """A marker begins with the identity of its run, which is that of no run before it (runs §10.3)."""
        store = self.store()
        assert dict(store.identities()) == {}
        publish(store, other_bundle())
        publish(store, clinic_desk_bundle(run_id=RunId("same")))
        first, markers = store.identities(), store.markers()
        assert first == {str(run_id): int(markers[run_id].split(" ")[0], 16) for run_id in markers}
        publish(store, clinic_desk_bundle(), overwrite=True)
        assert store.identities()[str(RUN_ID)] != first[str(RUN_ID)]
        assert store.identities()["same"] == first["same"]
        assert store.markers()[RUN_ID].startswith(f"{store.identities()[str(RUN_ID)]:x} ")

    def test_intact_run_verifies(self) -> None:
        """A verification of an intact run finds nothing; one of no run fails (runs §9.2)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        assert store.verify(RUN_ID) == ()
        with pytest.raises(RunNotFoundError):
            store.verify(RunId("nowhere"))

    def test_deleted_run_is_gone_when_it_is_to_be_forgotten(self) -> None:
        """A deleted run is neither found nor listed from the moment of the callback on (runs §8.1)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        publish(store, other_bundle(RunId("other")))
        before = store.open_run(RUN_ID)
        seen: list[object] = []
        store.delete(RUN_ID, lambda: seen.append(sorted(listed(store))))
        assert seen == [["other"]]
        with pytest.raises(RunNotFoundError):
            store.open_run(RUN_ID)
        assert before.values(0).tolist() == [18, 26, 12]
        with pytest.raises(RunNotFoundError):
            store.delete(RUN_ID, lambda: seen.append("forgotten"))
        assert len(seen) == 1
        assert publish(store, clinic_desk_bundle())

    def test_nothing_is_left_to_sweep(self) -> None:
        """What ended in good order leaves nothing behind (runs §7.6)."""
        store = self.store()
        publish(store, clinic_desk_bundle())
        store.delete(RUN_ID, lambda: None)
        assert store.sweep() == ()
