"""Whether a bundle is intact (runs §9.1).

Rule 1: verification reads; it never changes a file.
Rule 2: one finding for each violation; `file` is the path inside the run directory.
Rule 3: nothing is compared with a manifest that is not right itself.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Value
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import (
    ManifestDocument,
    MetadataDocument,
    RunDocument,
    SeriesIndexDocument,
    manifest_hash,
)
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.runs.identity import model_hash, series_hash, sha256_digits
from flowtime_domain.runs.matrix_file import matrix_values

Read = TypeVar("Read")


class BundleFiles(Protocol):
    """What lies in a run directory."""

    @property
    def name(self) -> str:
        """Name of the directory."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Relative path -> size in bytes of every regular file."""

    @property
    def irregular(self) -> Sequence[str]:
        """Relative paths of symbolic links and of what else is neither a file nor a directory."""

    def content(self, path: str) -> bytes | memoryview:
        """The bytes of one of the regular files."""


def findings(files: BundleFiles) -> tuple[DocumentError, ...]:
    """Every way in which a bundle is corrupt; none if it is intact."""
    manifest_findings, manifest = _examined_manifest(files)
    return (*manifest_findings, *_file_findings(files, manifest), *_content_findings(files, manifest))


def verified_manifest(content: bytes) -> ManifestDocument:
    """A manifest whose own hash and layout are right.

    Raises
    ------
    ValueError
        It is not JSON, does not fit its schema, or was changed.
    """
    manifest = ManifestDocument.from_json(content)
    is_known = manifest.to_json() == content
    right_hash = manifest.right_hash() if is_known else _hash_of_later_version(content, manifest)
    if manifest.manifest_hash != right_hash:
        raise ValueError("manifestHash is not the hash of the manifest")
    return manifest


def _hash_of_later_version(content: bytes, manifest: ManifestDocument) -> str:
    """The hash over a manifest that has more members than the known ones.

    Raises
    ------
    ValueError
        It is not laid out as it was written.
    """
    members = json.loads(content, parse_constant=_refuse_constant)
    if artifact_json(members) != content or not _keeps_order(members, manifest.members()):
        raise ValueError("the manifest is not laid out as it was written")
    return manifest_hash(members)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _keeps_order(written: Any, expected: Value) -> bool:
    """Whether known members stand in their order; unknown ones may stand anywhere (runs §6.12)."""
    if isinstance(expected, Mapping):
        known = [name for name in written if name in expected]
        return known == list(expected) and all(_keeps_order(written[name], expected[name]) for name in known)
    if isinstance(expected, list):
        return all(map(_keeps_order, written, expected))
    return True


def _examined_manifest(files: BundleFiles) -> tuple[list[DocumentError], ManifestDocument | None]:
    if file_names.MANIFEST not in files.sizes:
        return [_finding("manifest_missing", "The manifest is missing.", file_names.MANIFEST)], None
    try:
        return [], verified_manifest(bytes(files.content(file_names.MANIFEST)))
    except (ValueError, RecursionError):
        message = "The manifest cannot be read or was changed."
        return [_finding("manifest_invalid", message, file_names.MANIFEST)], None


def _file_findings(files: BundleFiles, manifest: ManifestDocument | None) -> Iterator[DocumentError]:
    for path in files.irregular:
        yield _finding("file_unexpected", "This is not a regular file.", path)
    if manifest is None:
        return
    for entry in manifest.files:
        if entry.path not in files.sizes:
            yield _finding("file_missing", "The file is missing.", entry.path)
        elif files.sizes[entry.path] != entry.size:
            message = f"The file has {files.sizes[entry.path]} bytes instead of {entry.size}."
            yield _finding("file_size_differs", message, entry.path)
        elif sha256_digits(files.content(entry.path)) != entry.sha256:
            yield _finding("file_hash_differs", "The content of the file was changed.", entry.path)
    listed = {entry.path for entry in manifest.files} | {file_names.MANIFEST}
    for path in sorted(file_names.EVERY_RUN_HAS - listed):
        yield _finding("file_missing", "The manifest does not list this file, which every run has.", path)
    for path in sorted(files.sizes.keys() - listed):
        yield _finding("file_unexpected", "The manifest does not list this file.", path)


def _content_findings(files: BundleFiles, manifest: ManifestDocument | None) -> Iterator[DocumentError]:
    run = _read(files, file_names.RUN, RunDocument.from_json)
    if file_names.RUN in files.sizes and (run is None or run.run_id != files.name):
        yield _finding("run_id_differs", "run.json does not name the run directory.", file_names.RUN)
    yield from _identity_findings(files, manifest, run)
    yield from _index_findings(files)


def _identity_findings(
    files: BundleFiles, manifest: ManifestDocument | None, run: RunDocument | None
) -> Iterator[DocumentError]:
    metadata = _read(files, file_names.METADATA, MetadataDocument.from_json)
    model = _read(files, file_names.MODEL, model_hash)
    named = [(file_names.RUN, run), (file_names.MANIFEST, manifest), (file_names.METADATA, metadata)]
    for path, document in named:
        if model is not None and document is not None and document.model_hash != model:
            message = "modelHash is not the hash of model/model.yaml."
            yield _finding("identity_differs", message, path)
    if run is not None and manifest is not None and run.scenario_hash != manifest.scenario_hash:
        message = "scenarioHash differs from that of manifest.json."
        yield _finding("identity_differs", message, file_names.RUN)
    if metadata is None and file_names.METADATA in files.sizes:
        yield _finding("identity_differs", "The document cannot be read.", file_names.METADATA)


def _index_findings(files: BundleFiles) -> Iterator[DocumentError]:
    if file_names.INDEX not in files.sizes or file_names.MATRIX not in files.sizes:
        return
    index = _read(files, file_names.INDEX, SeriesIndexDocument.from_json)
    if index is None:
        yield _finding("index_differs", "The index cannot be read.", file_names.INDEX)
        return
    matrix = matrix_values(files.content(file_names.MATRIX), len(index.series), index.grid.bins)
    if matrix is None:
        message = "The matrix has not the shape that the index gives."
        yield _finding("index_differs", message, file_names.MATRIX)
        return
    for row, entry in enumerate(index.series):
        if entry.row != row or entry.points != matrix.shape[1] or entry.hash != series_hash(matrix[row]):
            message = f"Row {row} of the matrix is not series '{entry.id}' of the index."
            yield _finding("index_differs", message, file_names.INDEX)


def _read(files: BundleFiles, path: str, reader: Callable[[bytes], Read]) -> Read | None:
    """A document, or None if it is absent or cannot be read."""
    if path not in files.sizes:
        return None
    try:
        return reader(bytes(files.content(path)))
    except ValueError:
        return None


def _finding(code: str, message: str, path: str) -> DocumentError:
    # The name of a stray file may hold bytes that are no text.
    shown = path.encode(errors="backslashreplace").decode()
    return DocumentError(code=code, message=message, pointer="", file=shown)
