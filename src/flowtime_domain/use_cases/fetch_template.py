"""Reading about one template of the catalogue."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.catalogue.template_catalogue import CatalogueEntry, TemplateCatalogue
from flowtime_domain.errors import TemplateNotFoundError


@final
@dataclass(frozen=True, slots=True)
class FetchTemplate:
    """Finds what the catalogue says about one id, broken templates included."""

    catalogue: TemplateCatalogue

    def __call__(self, template_id: str) -> CatalogueEntry:
        """The entry of this id.

        Raises
        ------
        TemplateNotFoundError
            There is none; the nearest ids are named.
        """
        entries = self.catalogue.entries()
        for entry in entries:
            if entry.id == template_id:
                return entry
        raise TemplateNotFoundError(template_id, [entry.id for entry in entries])
