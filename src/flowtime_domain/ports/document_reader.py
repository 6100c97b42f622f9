"""Turning text into documents."""

from typing import Protocol

from flowtime_domain.model.document import Document


class DocumentReader(Protocol):
    """Reads YAML and JSON under the guards of model §2.1-2.3."""

    def read(self, text: str | bytes) -> Document:
        """The document in a text.

        Raises
        ------
        ModelInvalidError
            The text breaks a rule of model §2.1-2.2; every error has its place. A caller that reads
            something else than a model raises its own error with the same findings.
        """
