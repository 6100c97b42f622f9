"""What every artifact store makes of bundles of earlier versions (runs §9.3, §10.2)."""

from abc import ABC, abstractmethod

import numpy as np
import pytest

from contracts.artifact_store import publish
from examples.clinic_desk import clinic_desk_bundle
from examples.older_bundles import (
    CREATED,
    RUN_ID,
    SCENARIO_HASH,
    SERIES,
    Contents,
    changed,
    file_bundle,
    older_bundle,
    without,
)
from flowtime_domain.errors import RunCorruptError
from flowtime_domain.ports.artifact_store import ArtifactStore
from flowtime_domain.runs.identity import prefixed_hash


class OlderRunsContract(ABC):
    @abstractmethod
    def store(self, contents: Contents) -> ArtifactStore:
        """A store in which an older bundle lies under `RUN_ID`."""

    @abstractmethod
    def contents(self) -> Contents:
        """The files of that bundle now."""

    def test_older_bundle_is_opened(self) -> None:
        """Series come from the CSVs, the id is the name of the directory (runs §10.2)."""
        contents = older_bundle()
        run = self.store(contents).open_run(RUN_ID)
        assert run.run_id == RUN_ID
        assert run.run.run_id == str(RUN_ID)
        assert run.older is not None
        assert run.matrix.tolist() == [list(values) for values in SERIES.values()]
        assert not run.values(0).flags.writeable
        assert run.series_csv(run.index.entry("support_queue").row) == b"t,value\n0,2\n1,10\n2,20\n3,0\n"
        assert run.manifest_hash == prefixed_hash(contents["manifest.json"])
        assert run.document("model/model.yaml") == contents["model/model.yaml"]
        assert self.contents() == contents

    def test_missing_cells_are_missing_values(self) -> None:
        """A cell without a number is the quiet NaN in the matrix and empty in the CSV (runs §10.2)."""
        run = self.store(older_bundle({"a": (1, None, 3, 4)})).open_run(RUN_ID)
        assert np.isnan(run.values(0)).tolist() == [False, True, False, False]
        assert run.series_csv(0) == b"t,value\n0,1\n1,\n2,3\n3,4\n"

    def test_older_bundle_is_listed(self) -> None:
        """A listing shows what the documents of an older bundle say (runs §10.3)."""
        store = self.store(older_bundle(mode="Telemetry"))
        row = store.summary(RUN_ID)
        assert row is not None
        assert (row.status, row.mode, row.template_title) == ("complete", "telemetry", "Order System")
        assert (row.scenario_hash, row.warning_count) == (SCENARIO_HASH, 1)
        assert f"{row.created:%Y-%m-%dT%H:%M:%S.%f}" == CREATED[:-2]
        assert row.manifest_hash == store.open_run(RUN_ID).manifest_hash

    def test_mode_and_template_without_metadata_come_from_the_model(self) -> None:
        """Without metadata.json the model says what the run is, in listings too (runs §10.2)."""
        model = "mode: telemetry\nmetadata: {id: of-the-model}\n"
        store = self.store(without(older_bundle(model=model), "model/metadata.json"))
        row, run = store.summary(RUN_ID), store.open_run(RUN_ID).run
        assert row is not None
        assert (row.mode, row.template_id, row.template_title) == ("telemetry", "of-the-model", None)
        assert (run.mode, run.template_id, run.template_title) == ("telemetry", "of-the-model", None)

    def test_intact_older_bundle_verifies(self) -> None:
        """An older bundle whose documents read and whose series have their hashes is intact (runs §9.3)."""
        assert self.store(older_bundle()).verify(RUN_ID) == ()

    def test_changed_series_is_found(self) -> None:
        """A CSV that differs from manifest.json makes the bundle corrupt, in listings too (runs §9.3)."""
        contents = older_bundle()
        path = "series/support_queue@SUPPORT_QUEUE@DEFAULT.csv"
        store = self.store({**contents, path: contents[path].replace(b"20", b"21")})
        (finding,) = store.verify(RUN_ID)
        assert (finding.code, finding.file) == ("file_hash_differs", path)
        with pytest.raises(RunCorruptError, match="file_hash_differs"):
            store.open_run(RUN_ID)
        row = store.summary(RUN_ID)
        assert row is not None
        assert row.status == "corrupt"

    def test_unreadable_documents_are_listed_as_corrupt(self) -> None:
        """An older bundle without its manifest is corrupt, whoever looks (runs §9.3, §10.4)."""
        store = self.store(without(older_bundle(), "manifest.json"))
        assert [finding.code for finding in store.verify(RUN_ID)] == ["manifest_missing"]
        row = store.summary(RUN_ID)
        assert row is not None
        assert row.status == "corrupt"

    def test_documents_that_say_too_little_are_listed_as_corrupt(self) -> None:
        """An older bundle that does not say when it was made has the row of a corrupt run (runs §10.4)."""
        contents = older_bundle()
        for path in ("run.json", "manifest.json"):
            contents = changed(contents, path, lambda members: members.pop("createdUtc"))
        row = self.store(contents).summary(RUN_ID)
        assert row is not None
        assert row.status == "corrupt"

    def test_model_that_cannot_be_read_is_found(self) -> None:
        """A model that is no YAML makes an older bundle corrupt, in listings too (runs §9.3)."""
        store = self.store({**older_bundle(), "model/model.yaml": b"grid: [unclosed"})
        (finding,) = store.verify(RUN_ID)
        assert (finding.code, finding.file) == ("identity_differs", "model/model.yaml")
        row = store.summary(RUN_ID)
        assert row is not None
        assert row.status == "corrupt"

    def test_older_bundle_never_counts_as_same(self) -> None:
        """Overwriting replaces an older bundle even if it bears the same scenario hash (runs §4.1)."""
        bundle = clinic_desk_bundle(run_id=RUN_ID)
        contents = changed(
            older_bundle(), "run.json", lambda members: members.update(scenarioHash=bundle.scenario_hash)
        )
        store = self.store(contents)
        assert store.open_run(RUN_ID).run.scenario_hash == bundle.scenario_hash
        assert not store.open_run(RUN_ID).is_same(bundle.scenario_hash)
        assert publish(store, bundle, overwrite=True)
        assert store.open_run(RUN_ID).older is None

    def test_files_behind_semantics_are_read(self) -> None:
        """Semantics that name files find their numbers beside the series of the index (telemetry §9)."""
        run = self.store(file_bundle()).open_run(RUN_ID)
        assert [entry.name for entry in run.index.series] == ["order_capacity"]
        assert run.older is not None
        row = run.older.numbers.row_of["file:support_queue.csv"]
        assert run.values(row).tolist() == list(SERIES["support_queue"])
        assert run.telemetry_sources_resolved

    def test_older_bundle_is_deleted(self) -> None:
        """An older bundle can be deleted like any run (runs §8.1)."""
        store = self.store(older_bundle())
        store.delete(RUN_ID, lambda: None)
        assert store.summary(RUN_ID) is None
