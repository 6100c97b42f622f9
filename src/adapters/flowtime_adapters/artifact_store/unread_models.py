"""Models of older bundles that nobody reads."""

from typing import final

from flowtime_domain.model.document import Document


@final
class UnreadModels:
    """Stands in where nobody reads models: older bundles then say nothing of what their models describe."""

    def read(self, text: str | bytes) -> Document:
        """An empty document, whatever the text."""
        return Document({})
