"""The shapes of the JSON documents of a run (runs §6)."""

from typing import final

from flowtime_domain.model.element import Element


@final
class FileEntry(Element):
    """One file of a bundle in its manifest (runs §6.11)."""

    path: str
    size: int
    sha256: str


@final
class RunDocument(Element):
    """run.json (runs §6.10)."""


@final
class ManifestDocument(Element):
    """manifest.json (runs §6.11)."""


@final
class SeriesIndexDocument(Element):
    """series/index.json (runs §6.7)."""
