"""Listing the templates of the catalogue."""

from dataclasses import dataclass
from typing import final

from flowtime_domain.catalogue.template_catalogue import CatalogueEntry, TemplateCatalogue


@final
@dataclass(frozen=True, slots=True)
class ListTemplates:
    """Lists every template, broken ones with their errors."""

    catalogue: TemplateCatalogue

    def __call__(self) -> tuple[CatalogueEntry, ...]:
        """All entries, sorted by id (api §9.1)."""
        return self.catalogue.entries()
