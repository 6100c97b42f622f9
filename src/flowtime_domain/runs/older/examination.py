"""Reading an older bundle and finding out whether it is intact (runs §9.3, §10.2).

Rule 1: a bundle is read and never written.
Rule 2: what is wrong with one file hides nothing about another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.evaluation.reported_series import named_series
from flowtime_domain.model.identifiers import snake_case
from flowtime_domain.model.place_outline import ITSELF
from flowtime_domain.model.topology import TopologyNode
from flowtime_domain.model.tree import mapping_in, mappings_in, text_in
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import WarningDocument
from flowtime_domain.runs.identity import prefixed_hash, sha256_digits
from flowtime_domain.runs.older.bundle import OlderBundle
from flowtime_domain.runs.older.documents_reading import DocumentsReading
from flowtime_domain.runs.older.facts import OlderMetadata, OlderRunFacts, OlderSeriesEntry, OlderSeriesIndex
from flowtime_domain.runs.older.file_references import referenced_path, source_name
from flowtime_domain.runs.older.mode_validation import ReadNumbers, Reported, texts_in
from flowtime_domain.runs.older.model import ReadDocument
from flowtime_domain.runs.older.series_rows import SeriesRows
from flowtime_domain.runs.older.translation import (
    parameters,
    run_facts,
    run_grid,
    series_entries,
    series_path,
)
from flowtime_domain.runs.verification import BundleFiles

# A bundle whose few bytes speak of more numbers than this is not worth the memory.
MOST_CELLS: Final = 100_000_000


def examine_older(
    files: BundleFiles, read_document: ReadDocument
) -> tuple[OlderBundle | None, tuple[DocumentError, ...]]:
    """An older bundle, and every way in which it is corrupt; the bundle is None if there is one."""

    def content(path: str) -> bytes | None:
        return bytes(files.content(path)) if path in files.sizes else None

    reading = DocumentsReading(content, read_document)
    bundle = _Examination(files, reading).bundle()
    return (None if reading.findings else bundle), tuple(reading.findings)


class _Examination:
    """One bundle being read."""

    def __init__(self, files: BundleFiles, reading: DocumentsReading) -> None:
        self._files = files
        self._reading = reading
        self._documents = reading.documents()
        self._index = reading.members(file_names.INDEX, "index_differs", "file_missing")

    def bundle(self) -> OlderBundle | None:
        """What the bundle says, as far as it can be read."""
        self._check_hashes()
        try:
            facts = run_facts(self._files.name, self._documents)
        except ValueError as error:
            self._reading.report("identity_differs", f"The document cannot be used: {error}.", file_names.RUN)
            return None
        try:
            entries = tuple(series_entries(self._index, facts.grid.bins))
        except ValueError as error:
            self._reading.report("index_differs", f"The index cannot be used: {error}.", file_names.INDEX)
            return None
        if facts.grid.bins * max(len(entries), 1) > MOST_CELLS:
            self._reading.report("index_differs", "There are too many bins and series.", file_names.INDEX)
            return None
        return self._complete(facts, entries)

    def _check_hashes(self) -> None:
        """Compare the hashes that manifest.json has with the files of the series (runs §9.3)."""
        paths = {
            text_in(entry, "id"): series_path(entry, text_in(entry, "id") or "")
            for _, entry in mappings_in(self._index, "series")
        }
        for identifier, digits in mapping_in(self._documents.manifest, "seriesHashes").items():
            path = paths.get(identifier, series_path({}, identifier))
            if path in self._files.sizes:
                actual = sha256_digits(self._files.content(path))
                if str(digits).lower().removeprefix("sha256:") != actual:
                    self._reading.report("file_hash_differs", "The content of the file was changed.", path)

    def _complete(self, facts: OlderRunFacts, listed: Sequence[OlderSeriesEntry]) -> OlderBundle:
        documents = self._documents
        rows = SeriesRows(self._files, facts.grid.bins)
        entries = tuple(replace(entry, row=self._row(rows, entry)) for entry in listed)
        places = documents.model.topology.nodes
        reported = tuple(dict(self._reported(place, rows)) for place in places)
        numbers = ReadNumbers(places, reported, rows.row_of, rows.matrix(), frozenset(rows.too_long))
        sources = self._node_sources(reported) if facts.mode == "telemetry" else {}
        warnings = _all_warnings(facts, numbers.findings(facts.mode, is_backed=bool(sources)))
        return OlderBundle(
            facts=replace(facts, series=entries, warnings=warnings),
            index=OlderSeriesIndex(facts.grid, entries),
            metadata=OlderMetadata(parameters(documents.metadata), sources),
            grid=run_grid(documents),
            model=documents.model,
            numbers=numbers,
            model_hashes=(text_in(documents.run, "modelHash"), text_in(documents.metadata, "modelHash")),
            manifest_hash=prefixed_hash(self._reading.content(file_names.MANIFEST) or b""),
        )

    def _row(self, rows: SeriesRows, entry: OlderSeriesEntry) -> int:
        """The row of a series of the index; any, where it cannot be read."""
        if entry.path not in self._files.sizes:
            self._reading.report("file_missing", "The file is missing.", entry.path)
            return entry.row
        try:
            row = rows.add(entry.path, (entry.id, entry.name))
        except ValueError as error:
            self._reading.report("index_differs", f"The file cannot be used: {error}.", entry.path)
            return entry.row
        if row in rows.too_long:
            self._reading.report("index_differs", "The file has values beyond the last bin.", entry.path)
        return row

    def _reported(self, place: TopologyNode, rows: SeriesRows) -> Iterator[tuple[str, str | float]]:
        """What tells about a topology node; files that its semantics name are read."""
        for metric, source in named_series(place).items():
            if isinstance(source, str):
                name = _own_series(place, metric) if source == ITSELF else source
                if name in rows.row_of or self._reads_file(name, rows):
                    yield metric, name
            else:
                yield metric, source

    def _reads_file(self, name: str, rows: SeriesRows) -> bool:
        """Read the file behind a reference, or behind the const node that it names; whether there is one."""
        path = self._file_named(self._documents.model.sources.get(name, name))
        try:
            rows.add(path or "", (name,))
        except ValueError:
            return False
        return True

    def _file_named(self, text: str) -> str | None:
        """The path of the file that a text names, None if there is none."""
        path = referenced_path(text)
        return path if path in self._files.sizes else None

    def _node_sources(self, reported: Sequence[Reported]) -> dict[str, str]:
        """Series -> the file behind it; a semantic that names a file names its series so."""
        texts: dict[str, object] = {name: name for tells in reported for name in texts_in(tells).values()}
        texts |= {**mapping_in(self._documents.metadata, "nodeSources"), **self._documents.model.sources}
        paths = {name: self._file_named(str(text)) for name, text in texts.items()}
        return {name: source_name(path) for name, path in paths.items() if path is not None}


def _own_series(place: TopologyNode, metric: str) -> str:
    """The default name of a series that a topology node has by itself (model §7.3, §7.10)."""
    return f"{snake_case(place.id)}_{snake_case(metric)}"


def _all_warnings(facts: OlderRunFacts, findings: Iterable[Finding]) -> tuple[WarningDocument, ...]:
    """The warnings that are stored, then those findings that are not among them."""
    stored = {(warning.code, warning.node_id) for warning in facts.warnings}
    added = (WarningDocument.of(each) for each in findings if (each.code, each.node_id) not in stored)
    return (*facts.warnings, *added)
