"""The use cases wired to fakes: everything in memory, one clock, foreseeable ids."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fakes.artifact_store import InMemoryArtifactStore
from fakes.clock import FixedClock
from fakes.id_source import CountingIdSource
from fakes.run_catalog import InMemoryRunCatalog
from fakes.run_observer import RecordingRunObserver
from fakes.template_source import InMemoryTemplateSource
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.catalogue.template_catalogue import TemplateCatalogue
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.modes.simulation import SimulationMode
from flowtime_domain.ports.run_catalog import RunCatalog
from flowtime_domain.runs.request_reading import read_run_request
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.use_cases.catalog_upkeep import CatalogUpkeep
from flowtime_domain.use_cases.create_run import CreateRun, RunOutcome
from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.plan_run import PlanRun, RunPlan
from flowtime_domain.use_cases.run_preparation import RunPreparation

ENGINE_VERSION: Final = "0.1.0"
CLINIC_DAY: Final = (Path(__file__).parent / "templates" / "clinic-day.yaml").read_text(encoding="utf-8")
BROKEN: Final = CLINIC_DAY.replace("clinic-day", "broken-day").replace("type: integer", "type: intger")


class Workbench:
    """Creates and plans runs of the templates `clinic-day` and `broken-day` and of inline models."""

    def __init__(
        self,
        store: InMemoryArtifactStore | None = None,
        gate: CreationGate | None = None,
        limits: ModelLimits | None = None,
        catalog: RunCatalog | None = None,
    ) -> None:
        self.catalog = catalog or InMemoryRunCatalog()
        self.store = store or InMemoryArtifactStore(self.catalog)
        self.gate = gate or CreationGate(max_creations=32, max_cells=200_000_000)
        self.limits = limits or ModelLimits()
        self.observer = RecordingRunObserver()
        self.clock = FixedClock()
        self.upkeep = CatalogUpkeep(self.store, self.catalog, InMemoryRunCatalog(), self.observer, self.clock)
        self.reader = YamlOrJsonDocumentReader(DocumentLimits())
        templates = InMemoryTemplateSource({"clinic-day": CLINIC_DAY, "broken-day": BROKEN})
        self.catalogue = TemplateCatalogue([templates], self.reader)
        self.source = ModelSource(self.catalogue, self.reader, DocumentLimits())
        self.preparation = RunPreparation(
            modes={"simulation": SimulationMode(self.source, self.limits)},
            catalogue=self.catalogue,
            store=self.store,
            observer=self.observer,
            clock=self.clock,
            id_source=CountingIdSource(),
            model_limits=self.limits,
        )

    def create(self, **members: Any) -> RunOutcome:
        """Create the run that the members of a request describe."""
        return CreateRun(self.preparation, self.gate, self.upkeep, ENGINE_VERSION)(request_of(members))

    def plan(self, **members: Any) -> RunPlan:
        """Plan the run that the members of a request describe."""
        options = {**members.pop("options", {}), "dryRun": True}
        return PlanRun(self.preparation)(request_of({**members, "options": options}))


def request_of(members: Mapping[str, Any]) -> RunRequest:
    """The request that members describe."""
    return read_run_request(members)
