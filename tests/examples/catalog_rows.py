"""Rows of the catalog of runs, and many small bundles."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from examples.clinic_desk import clinic_desk_bundle
from fakes.artifact_store import bundle_contents
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import GridDocument, manifest_hash
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.runs.identity import RunId, sha256_digits
from flowtime_domain.runs.run_summary import RunSummary

GRID: Final = GridDocument(
    bins=3, bin_size=15, bin_unit="minutes", start=None, end=None, timezone="UTC", align="left"
)


def row(name: str, *, hour: int, **facts: Any) -> RunSummary:
    """The row of a run that was made at some hour of a morning."""
    created = datetime(2025, 3, 3, 8, tzinfo=UTC) + timedelta(hours=hour)
    status = facts.pop("status", "complete")
    return RunSummary(RunId(name), status, created, f"marker of {name}", **facts)


def write_listed_documents(root: Path, count: int) -> list[str]:
    """Make directories with run.json and manifest.json alone; their ids, newest first.

    Ten runs share each moment of creation, and every third has the title of another template.
    """
    contents = bundle_contents(clinic_desk_bundle())
    run, manifest = (json.loads(contents[path]) for path in (file_names.RUN, file_names.MANIFEST))
    ids = [f"run_{number:05}" for number in range(count)]
    moments = {}
    for number, run_id in enumerate(ids):
        moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=number // 10)
        moments[run_id] = moment
        created = f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"
        title = "Ward Round" if number % 3 == 0 else "Clinic Desk"
        document = artifact_json({**run, "runId": run_id, "createdUtc": created, "templateTitle": title})
        entry = {"path": file_names.RUN, "size": len(document), "sha256": sha256_digits(document)}
        files = [entry if each["path"] == file_names.RUN else each for each in manifest["files"]]
        listing = {**manifest, "createdUtc": created, "files": files}
        folder = root / run_id
        folder.mkdir(parents=True)
        (folder / file_names.RUN).write_bytes(document)
        (folder / file_names.MANIFEST).write_bytes(
            artifact_json({**listing, "manifestHash": manifest_hash(listing)})
        )
    return sorted(ids, key=lambda run_id: (-moments[run_id].timestamp(), run_id))
