"""Verifying runs in full."""

import pytest

from contracts.artifact_store import publish
from examples.clinic_desk import clinic_desk_bundle
from examples.workbench import Workbench
from fakes.artifact_store import InMemoryArtifactStore
from fakes.run_catalog import InMemoryRunCatalog
from flowtime_domain.errors import RunIdInvalidError, RunNotFoundError
from flowtime_domain.ports.run_catalog import CatalogUnavailableError
from flowtime_domain.runs.identity import RunId
from flowtime_domain.use_cases.verify_runs import VerifyRuns


class LosingStore(InMemoryArtifactStore):
    """Names a run that is gone when it is looked for."""

    def markers(self, run_ids: object = None) -> dict[RunId, str]:
        return {**super().markers(), RunId("a"): ""}


@pytest.fixture
def store() -> InMemoryArtifactStore:
    """A store with an intact and a corrupt run, and one that has just gone."""
    store = LosingStore()
    for name in ("c", "b"):
        publish(store, clinic_desk_bundle(run_id=RunId(name)))
    del store.runs[RunId("b")]["spec.yaml"]
    return store


def verification(store: InMemoryArtifactStore) -> VerifyRuns:
    return VerifyRuns(store, Workbench(store).upkeep)


def test_verdicts_find_a_row() -> None:
    """A run that no listing has shown yet has a row for the verdict (runs §10.3)."""
    catalog = InMemoryRunCatalog()
    store = InMemoryArtifactStore(catalog)
    publish(store, clinic_desk_bundle(run_id=RunId("b")))
    del store.runs[RunId("b")]["spec.yaml"]
    verify = VerifyRuns(store, Workbench(store, catalog=catalog).upkeep)
    assert [run.status for run in verify(["b"])] == ["corrupt"]
    assert catalog.rows[RunId("b")].status == "corrupt"
    catalog.rows.clear()
    catalog.synchronised_with = None
    assert [run.status for run in verify.all()] == ["corrupt"]
    assert catalog.rows[RunId("b")].status == "corrupt"


@pytest.mark.parametrize("is_every", [False, True])
def test_verdicts_are_noted_at_the_end(is_every: bool) -> None:
    """Verdicts that met a catalog in use are in it when the verification ends (runs §10.3)."""
    catalog = InMemoryRunCatalog()
    store = InMemoryArtifactStore(catalog)
    publish(store, clinic_desk_bundle(run_id=RunId("b")))
    verify = VerifyRuns(store, Workbench(store, catalog=catalog).upkeep)
    list(verify.all())
    del store.runs[RunId("b")]["spec.yaml"]
    verified = verify.all() if is_every else verify(["b"])
    catalog.trouble += [CatalogUnavailableError("catalog.db: database is locked")] * 2
    next(verified)
    assert catalog.rows[RunId("b")].status == "complete"
    catalog.trouble.clear()
    assert list(verified) == []
    assert catalog.rows[RunId("b")].status == "corrupt"


def test_named_runs_in_their_order(store: InMemoryArtifactStore) -> None:
    """Each run is intact or has findings with code, path and message (operations §4.7)."""
    verified = list(verification(store)(["c", "b", "c"]))
    assert [(run.run_id, run.status) for run in verified] == [
        ("c", "complete"),
        ("b", "corrupt"),
        ("c", "complete"),
    ]
    (finding,) = verified[1].findings
    assert (finding.code, finding.file) == ("file_missing", "spec.yaml")


def test_all_runs_by_id(store: InMemoryArtifactStore) -> None:
    """All runs are verified by id; one that has just gone is none (operations §4.7)."""
    assert [run.run_id for run in verification(store).all()] == ["b", "c"]


@pytest.mark.parametrize(("run_id", "error"), [("a", RunNotFoundError), ("a/b", RunIdInvalidError)])
def test_what_cannot_be_verified(store: InMemoryArtifactStore, run_id: str, error: type[Exception]) -> None:
    """A wrong id and an unknown run are told (operations §4.7)."""
    with pytest.raises(error):
        list(verification(store)(["c", run_id]))
