"""Reading the manifest of a capture (telemetry §4).

Rule 1: a manifest of schema version 1 is brought into the form of version 2 before it is looked at.
Rule 2: everything wrong with a manifest is reported together, as `manifest_invalid` with a pointer.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, final

from pydantic import ValidationError

from flowtime_domain.errors import DocumentError, Place, pointer_to
from flowtime_domain.model.grid import utc_text
from flowtime_domain.model.start_times import start_instant
from flowtime_domain.runs.artifact_documents import TelemetryManifestDocument
from flowtime_domain.runs.documents.run_document import created_text
from flowtime_domain.telemetry.metrics import METRICS, unknown_metric_text

MANIFEST: Final = "manifest.json"
MANIFEST_IN_RUNS: Final = "telemetry-manifest.json"
_MARK: Final = b"\xef\xbb\xbf"
_NULL_IN_ROOT: Final[Mapping[str, Any]] = {"gaps": None, "source": None, "provenance": {}, "warnings": []}
_NULL_IN_WINDOW: Final = {"startTimeUtc": None, "durationMinutes": None}
_NULL_IN_FILE: Final = {"seriesId": None, "missing": None, "unit": None}
_NULL_IN_WARNING: Final[Mapping[str, Any]] = {"severity": "warning", "nodeId": None, "bins": [], "count": 0}
_NULL_IN_PROVENANCE: Final = {
    "runId": None,
    "scenarioHash": None,
    "modelHash": None,
    "generator": None,
    "capturedAtUtc": None,
}


@final
class ManifestInvalidError(Exception):
    """A manifest cannot be used; `findings` say why. Whoever opens captures reports them with its files."""

    def __init__(self, findings: tuple[DocumentError, ...]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def read_manifest(content: bytes, file: str) -> TelemetryManifestDocument:
    """The manifest of a capture, in the form of schema version 2.

    Parameters
    ----------
    content
        The bytes of the file; a byte-order mark is skipped.
    file
        Its name, for errors.

    Raises
    ------
    ManifestInvalidError
        It cannot be read or does not fit its schema.
    """
    try:
        members = json.loads(content.removeprefix(_MARK), parse_constant=_refuse_constant)
        if isinstance(members, dict) and members.get("schemaVersion") == 1:
            members = _upgraded(members)
        manifest = TelemetryManifestDocument.from_json(json.dumps(members).encode())
    except json.JSONDecodeError as error:
        place = Place(error.lineno, error.colno)
        message = f"The manifest is not JSON: {error.msg}."
        raise ManifestInvalidError((_finding(message, "", file, place),)) from None
    except ValidationError as error:
        raise ManifestInvalidError(tuple(_shape_findings(error, file))) from None
    except (ValueError, RecursionError):
        message = "The manifest is not JSON in UTF-8."
        raise ManifestInvalidError((_finding(message, "", file),)) from None
    findings = tuple(_content_findings(manifest, file))
    if findings:
        raise ManifestInvalidError(findings)
    return manifest


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _upgraded(members: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest of version 1 as version 2 writes it; wrong members stay for the schema to refuse."""
    root = {**_NULL_IN_ROOT, **members, "schemaVersion": 2}
    root["window"] = _completed(root.get("window", {}), _NULL_IN_WINDOW, {"startTimeUtc": _start})
    root["grid"] = _completed(root.get("grid"), {}, {"binUnit": str.lower})
    root["files"] = _each_completed(root.get("files"), _NULL_IN_FILE, {"hash": _prefixed})
    root["warnings"] = _each_completed(root["warnings"], _NULL_IN_WARNING, {})
    changes = {"scenarioHash": _prefixed, "modelHash": _prefixed, "capturedAtUtc": _captured}
    root["provenance"] = _completed(root["provenance"], _NULL_IN_PROVENANCE, changes)
    return root


def _completed(part: Any, absent: Mapping[str, Any], changes: Mapping[str, Any]) -> Any:
    if not isinstance(part, dict):
        return part
    changed = {name: changes[name](part[name]) for name in changes if isinstance(part.get(name), str)}
    return {**absent, **part, **changed}


def _each_completed(parts: Any, absent: Mapping[str, Any], changes: Mapping[str, Any]) -> Any:
    return [_completed(part, absent, changes) for part in parts] if isinstance(parts, list) else parts


def _prefixed(digits: str) -> str:
    return digits.lower() if digits.lower().startswith("sha256:") else f"sha256:{digits.lower()}"


def _start(text: str) -> str:
    moment = _moment(text)
    return text if moment is None else utc_text(moment)


def _captured(text: str) -> str:
    moment = _moment(text)
    return text if moment is None else created_text(moment)


def _moment(text: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return None


def _shape_findings(error: ValidationError, file: str) -> Iterator[DocumentError]:
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path = list(each["loc"])
        if len(path) > 2 and path[0] == "source":
            del path[1]  # the word by which the kind of source was chosen, which is no member
        yield _finding(f"{each['msg']}.", pointer_to(path), file)


def _content_findings(manifest: TelemetryManifestDocument, file: str) -> Iterator[DocumentError]:
    start = manifest.window.start_time_utc
    if start is not None and not isinstance(start_instant(start), datetime):
        yield _finding(f"'{start[:64]}' is not a time in UTC.", "/window/startTimeUtc", file)
    known: set[tuple[str, str]] = set()
    for index, entry in enumerate(manifest.files):
        if entry.metric not in METRICS:
            yield _finding(unknown_metric_text(entry.metric), f"/files/{index}/metric", file)
        if (entry.node_id, entry.metric) in known:
            message = f"{entry.metric} of '{entry.node_id}' is listed twice."
            yield _finding(message, f"/files/{index}", file)
        known.add((entry.node_id, entry.metric))
        if entry.path.partition("/")[0].lower() in (MANIFEST, MANIFEST_IN_RUNS):
            message = f"'{entry.path[:128]}' is where a manifest lies, not a captured file."
            yield _finding(message, f"/files/{index}/path", file)


def _finding(message: str, pointer: str, file: str, place: Place | None = None) -> DocumentError:
    return DocumentError(code="manifest_invalid", message=message, pointer=pointer, place=place, file=file)
