"""Whether the service can do its work."""

import pytest

from examples.clinic_desk import MODEL
from examples.http_service import Service
from examples.workbench import BROKEN, Workbench
from fakes.run_catalog import UnavailableRunCatalog
from flowtime_domain.errors import StorageFullError, StoreUnavailableError
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_entrypoints.http.readiness import Readiness


def nothing_wrong():
    """Return: the store can be written."""


def failing(error):
    def fail():
        raise error

    return fail


def settled_catalog():
    return Workbench().upkeep


def test_everything_is_well():
    """A service that lacks nothing says so of each check (api §12.2)."""
    readiness = Readiness(nothing_wrong, settled_catalog(), tuple, CreationGate(1, 1))
    assert readiness.checks() == {"store": "ok", "catalog": "ok", "templates": "ok"}
    assert readiness.is_open


@pytest.mark.parametrize("error", [StoreUnavailableError(), StorageFullError()])
def test_store_that_cannot_be_written(error):
    """A data root that cannot be written is no place for runs (api §12.2)."""
    assert (
        Readiness(failing(error), settled_catalog(), tuple, CreationGate(1, 1)).checks()["store"]
        == "unavailable"
    )


def test_templates_that_cannot_be_read_degrade():
    """A directory of templates that has gone does not prevent runs of others (api §12.2)."""
    lost = failing(StoreUnavailableError("A directory of templates"))
    assert (
        Readiness(nothing_wrong, settled_catalog(), lost, CreationGate(1, 1)).checks()["templates"]
        == "degraded"
    )


def test_catalog_that_cannot_be_used_degrades():
    """A catalog that is rebuilt or cannot be used makes listing slower, and prevents nothing (api §12.2)."""
    bench = Workbench(catalog=UnavailableRunCatalog())
    bench.create(model=MODEL)
    bench.upkeep.synchronise()
    readiness = Readiness(nothing_wrong, bench.upkeep, tuple, CreationGate(1, 1))
    assert readiness.checks() == {"store": "ok", "catalog": "degraded", "templates": "ok"}
    assert readiness.is_open


def test_broken_template_degrades_and_stays_ready(tmp_path):
    """A broken template file degrades its check, and the service stays ready (api §12.2)."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    with Service(tmp_path, templates_dir=templates) as service:
        answer = service.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {
            "status": "ready",
            "checks": {"store": "ok", "catalog": "ok", "templates": "degraded"},
        }


def test_stopping_service_is_not_ready(service):
    """A service that is stopping is not ready, and alive (api §12.2)."""
    service.container.creation_gate().close()
    answer = service.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
    assert service.get("/healthz").json() == {"status": "ok"}


def test_unwritable_data_root_is_not_ready(tmp_path):
    """A data root that cannot be written leaves reads working and readiness off (operations §5.1)."""
    (tmp_path / "data").write_text("a file where the data root should be")
    with Service(tmp_path / "data") as service:
        answer = service.get("/readyz")
        assert (answer.status_code, answer.json()["checks"]["store"]) == (503, "unavailable")
        assert service.get("/v1/templates/order-system").status_code == 200


def test_probing_leaves_nothing_behind(service):
    """Asking for readiness leaves no directory in the runs root (api §12.2)."""
    service.get("/readyz")
    assert service.left_behind == set()
