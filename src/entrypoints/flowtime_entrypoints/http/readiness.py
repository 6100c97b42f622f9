"""Whether the service can do its work now (api §12.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from flowtime_domain.errors import CapacityError
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.list_templates import ListTemplates

Check: TypeAlias = Literal["ok", "degraded", "unavailable"]


@final
@dataclass(frozen=True, slots=True)
class Readiness:
    """Looks at what creating a run needs.

    Attributes
    ----------
    check_writable
        Raises `CapacityError` if nothing can be written into the data root.
    catalog
        While it is rebuilt, or cannot be used, listing runs takes longer.
    templates
        The catalogue; broken files degrade the service, but do not prevent runs of others.
    gate
        Closed when the server is stopping.
    """

    check_writable: Callable[[], None]
    catalog: CatalogUpkeep
    templates: ListTemplates
    gate: CreationGate

    @property
    def is_open(self) -> bool:
        """Whether the server takes new work."""
        return self.gate.is_open

    def checks(self) -> dict[str, Check]:
        """State by name."""
        catalog: Check = "degraded" if self.catalog.is_degraded else "ok"
        return {"store": self._store(), "catalog": catalog, "templates": self._templates()}

    def _store(self) -> Check:
        try:
            self.check_writable()
        except CapacityError:
            return "unavailable"
        return "ok"

    def _templates(self) -> Check:
        try:
            broken = any(entry.status == "broken" for entry in self.templates())
        except CapacityError:
            return "degraded"
        return "degraded" if broken else "ok"
