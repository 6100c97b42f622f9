"""What every catalog of runs keeps to."""

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from examples.catalog_rows import GRID, row
from flowtime_domain.ports.run_catalog import CatalogChanges, CatalogQuery, RunCatalog, RunFilter
from flowtime_domain.runs.identity import RunId

START: Final = datetime(2025, 3, 3, 8, tzinfo=UTC)
ROWS: Final = (
    row("run_a", hour=1, mode="simulation", template_id="order-system", template_title="Order System"),
    row(
        "run_b",
        hour=2,
        mode="telemetry",
        template_id="Clinic-Day",
        template_title="Übergabe",
        warning_count=2,
    ),
    row("run_c", hour=2, mode="simulation", template_id="clinic-day", template_title="50% of\x00 a 'day'_"),
    row("run_d", hour=3, status="corrupt"),
    row("run_e", hour=0, mode="simulation", template_id="order-system", template_title="Order System"),
)


def everything(catalog: RunCatalog, **wanted: Any) -> list[str]:
    """The ids of all rows that pass a filter, in their order."""
    with catalog.session() as rows:
        page = rows.page(CatalogQuery(RunFilter(**{"status": None, **wanted}), limit=100))
    assert page.total_count == len(page.items)
    return [str(run.run_id) for run in page.items]


def filled(catalog: RunCatalog) -> RunCatalog:
    """The catalog with the rows of the example."""
    with catalog.session() as rows:
        rows.apply(CatalogChanges(put=ROWS, synchronised_with="now"))
    return catalog


class RunCatalogContract(ABC):
    @abstractmethod
    def catalog(self) -> RunCatalog:
        """A catalog that was never used; the same for the whole test."""

    def test_new_catalog_knows_nothing(self) -> None:
        """A catalog that did not exist is empty, never compared, and says why it was made (runs §10.3)."""
        with self.catalog().session() as rows:
            state = rows.state()
            assert (state.synchronised_with, state.made_because) == (None, "absent")
            assert dict(rows.markers()) == {}
        assert everything(self.catalog()) == []

    def test_rows_come_back_as_they_were_put(self) -> None:
        """A row holds everything that a listing shows, absent members included (runs §10.3, api §7.2)."""
        catalog = filled(self.catalog())
        complete = replace(
            row("run_f", hour=9, mode="simulation", template_id="a", template_title="A"),
            created=START + timedelta(microseconds=123),
            template_version="1.2.0",
            grid=GRID,
            scenario_hash="sha256:" + "0" * 64,
            manifest_hash="sha256:" + "1" * 64,
        )
        with catalog.session() as rows:
            rows.apply(CatalogChanges(put=[complete]))
            stored = rows.page(CatalogQuery(RunFilter(status=None), limit=100)).items
        assert {run.run_id: run for run in stored} == {run.run_id: run for run in (*ROWS, complete)}

    def test_newest_first_then_by_id(self) -> None:
        """Rows sort by creation descending, then by id ascending (runs §10.4)."""
        assert everything(filled(self.catalog())) == ["run_d", "run_b", "run_c", "run_a", "run_e"]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({"status": "complete"}, "bcae"),
            ({"status": "corrupt"}, "d"),
            ({"mode": "SIMULATION"}, "cae"),
            ({"mode": "simul"}, ""),
            ({"template_id": "clinic-DAY"}, "bc"),
            ({"has_warnings": True}, "b"),
            ({"has_warnings": False}, "dcae"),
            ({"created_after": START + timedelta(hours=2)}, "dbc"),
            ({"created_before": START + timedelta(hours=2)}, "ae"),
            ({"text": "RUN_A"}, "a"),
            ({"text": "inic"}, "bc"),
            ({"text": "order s"}, "ae"),
            ({"text": "üBERGABE"}, "b"),
            ({"text": "%"}, "c"),
            ({"text": "_"}, "dbcae"),
            ({"text": "of\x00 a 'd"}, "c"),
            ({"text": "dayü"}, ""),
            ({"mode": "simulation", "text": "order", "created_after": START + timedelta(hours=1)}, "a"),
        ],
    )
    def test_filters(self, wanted: dict[str, Any], found: str) -> None:
        """Each filter lets its runs pass, and several only those that pass each (api §7.1)."""
        assert everything(filled(self.catalog()), **wanted) == [f"run_{letter}" for letter in found]

    def test_parts_of_the_list(self) -> None:
        """A part is cut by offset or by what it stands behind; the count is that of all (api §7.2)."""
        catalog = filled(self.catalog())

        def part(**where: Any) -> tuple[str, int]:
            with catalog.session() as rows:
                page = rows.page(CatalogQuery(RunFilter(), **where))
            return "".join(str(run.run_id)[-1] for run in page.items), page.total_count

        assert part(limit=2) == ("bc", 4)
        assert part(limit=2, offset=2) == ("ae", 4)
        assert part(limit=2, offset=10**30) == ("", 4)
        assert part(limit=9, after=(START + timedelta(hours=2), "run_b")) == ("cae", 4)
        assert part(limit=9, after=(START + timedelta(hours=2), "run_c")) == ("ae", 4)
        assert part(limit=9, after=(START, "run_e")) == ("", 4)

    def test_markers_of_a_part(self) -> None:
        """The markers of those rows can be had that a query asks for, or that are named (runs §10.3)."""
        with filled(self.catalog()).session() as rows:
            assert len(rows.markers()) == 5
            found = rows.markers(CatalogQuery(RunFilter(text="order"), limit=1, offset=1))
            named = rows.markers([RunId("run_d"), RunId("nobody"), RunId("run_a")])
            assert dict(rows.markers([])) == {}
        assert dict(found) == {RunId("run_e"): "marker of run_e"}
        assert dict(named) == {RunId(name): f"marker of {name}" for name in ("run_a", "run_d")}

    def test_names_that_are_not_in_step(self) -> None:
        """Those names are told that only the rows have, only the store, or both differently (runs §10.3)."""
        catalog = self.catalog()
        with catalog.session() as rows:
            assert rows.unlike({}) == set()
            assert rows.unlike({"run_x": 10}) == {"run_x"}
            assert rows.unlike({}) == set()
            rows.apply(CatalogChanges(put=[replace(each, marker="a of some run") for each in ROWS]))
            identities = {f"run_{letter}": 10 for letter in "abcde"}
            assert rows.unlike(identities) == set()
            assert rows.unlike(identities | {".tmp": 5, "not a run": 7}) <= {".tmp", "not a run"}
            others = {"run_a": 10, "run_c": 11, "run_d": 10, "run_e": 10, "x": 10}
            assert rows.unlike(others) == {"run_b", "run_c", "x"}
            rows.apply(CatalogChanges(removed={RunId("run_b"): "a of some run"}))
            assert rows.unlike(others) == {"run_c", "x"}
        catalog.judge(RunId("run_d"), is_intact=True)
        with catalog.session() as rows:
            assert rows.unlike(others) == {"run_c", "run_d", "x"}

    def test_changes(self) -> None:
        """Rows are put, replaced and removed, removed only while they have the marker (runs §10.3)."""
        catalog = filled(self.catalog())
        removed = {RunId("run_a"): "marker of run_a", RunId("run_b"): "another"}
        with catalog.session() as rows:
            rows.apply(CatalogChanges(put=[row("run_c", hour=9)], removed=removed))
            assert rows.state().synchronised_with == "now"
        assert everything(catalog) == ["run_c", "run_d", "run_b", "run_e"]
        with catalog.session() as rows:
            rows.apply(CatalogChanges(put=[row("run_x", hour=1)], synchronised_with="", replaces_all=True))
            assert rows.state().synchronised_with == ""
            assert dict(rows.markers()) == {RunId("run_x"): "marker of run_x"}
        assert everything(catalog) == ["run_x"]

    def test_change_that_fails_changes_nothing(self) -> None:
        """A change is made as a whole or not at all, and the catalog goes on (runs §10.3)."""
        catalog = filled(self.catalog())
        broken: Any = "no row"
        with pytest.raises(AttributeError), catalog.session() as rows:
            rows.apply(CatalogChanges(put=[row("run_x", hour=1), broken], synchronised_with="later"))
        assert "run_x" not in everything(catalog)
        with catalog.session() as rows:
            assert rows.state().synchronised_with == "now"

    def test_verdicts(self) -> None:
        """A run found corrupt is listed so; one found intact again is to be read again (runs §10.3)."""
        catalog = filled(self.catalog())
        for run_id in ("run_a", "run_b", "nobody"):
            catalog.judge(RunId(run_id), is_intact=False)
        catalog.judge(RunId("run_c"), is_intact=True)
        assert everything(catalog, status="corrupt") == ["run_d", "run_b", "run_a"]
        assert everything(catalog, has_warnings=True) == []
        with catalog.session() as rows:
            assert rows.state().synchronised_with == "now"
            assert rows.markers()[RunId("run_a")] == "marker of run_a"
        catalog.judge(RunId("run_a"), is_intact=True)
        with catalog.session() as rows:
            assert rows.state().synchronised_with == ""
            assert rows.markers()[RunId("run_a")] == ""
