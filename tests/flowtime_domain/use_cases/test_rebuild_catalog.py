"""Making the catalog anew."""

import pytest

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_domain.errors import StoreUnavailableError
from flowtime_domain.ports.run_catalog import CatalogUnavailableError
from flowtime_domain.use_cases.rebuild_catalog import RebuildCatalog


def unseen(done: int, total: int) -> None:
    """Nobody watches."""


def test_a_rebuild_sweeps_and_reads_every_run() -> None:
    """What killed processes left behind is removed before the runs are read (runs §7.6, operations §4.10)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "desk"})
    bench.catalog.rows.clear()
    bench.store.swept = (".tmp-run_x-00000000",)
    rebuilt = RebuildCatalog(bench.store, bench.upkeep)(unseen)
    assert (rebuilt.runs, rebuilt.corrupt) == (1, ())
    assert bench.store.sweep() == ()
    assert [str(run_id) for run_id in bench.catalog.rows] == ["desk"]


def test_where_there_are_no_runs_no_catalog_is_made() -> None:
    """A data root that does not exist has no runs, and is not made for a catalog (operations §1.3, §4.10)."""
    bench = Workbench()
    bench.catalog.trouble.append(CatalogUnavailableError("catalog.db: no such directory"))
    rebuilt = RebuildCatalog(bench.store, bench.upkeep)(unseen)
    assert (rebuilt.runs, rebuilt.corrupt) == (0, ())


def test_a_catalog_that_cannot_be_written_is_told() -> None:
    """A rebuild that was asked for fails if the catalog cannot be written (operations §4.10)."""
    bench = Workbench()
    bench.create(model=clinic_desk.MODEL, options={"runId": "desk"})
    bench.catalog.trouble.append(CatalogUnavailableError("catalog.db: database is locked"))
    with pytest.raises(StoreUnavailableError, match="catalog"):
        RebuildCatalog(bench.store, bench.upkeep)(unseen)
