import json
from dataclasses import replace
from datetime import timedelta

from examples.clinic_desk import (
    FILES,
    MANIFEST_HASH,
    MODEL_YAML,
    RUN_ID,
    SCENARIO_HASH,
    clinic_desk,
    clinic_desk_bundle,
)
from fakes.artifact_store import bundle_contents
from flowtime_domain.runs.bundle import run_bundle
from flowtime_domain.runs.identity import sha256_digits


def test_worked_example_has_its_sizes_and_hashes():
    """Every file of the example has the size and hash of the specification (runs §6.11)."""
    contents = bundle_contents(clinic_desk_bundle())
    manifest = contents.pop("manifest.json")
    written = {path: (len(content), sha256_digits(content)[:16]) for path, content in contents.items()}
    assert written == FILES
    assert json.loads(manifest)["manifestHash"] == MANIFEST_HASH


def test_bundle_names_its_run_and_scenario():
    """A bundle knows under which id it is to be published and what it is a run of (runs §4.1)."""
    bundle = clinic_desk_bundle()
    assert (bundle.run_id, bundle.scenario_hash) == (RUN_ID, SCENARIO_HASH)
    assert bundle.documents["model/model.yaml"] == bundle.documents["spec.yaml"] == MODEL_YAML


def test_only_the_time_of_creation_tells_equal_runs_apart():
    """Another moment changes run.json, the telemetry manifest and the manifest alone (runs §1.7)."""
    run = clinic_desk()
    one = bundle_contents(run_bundle(run))
    other = bundle_contents(run_bundle(replace(run, created=run.created + timedelta(days=1))))
    differing = {path for path in one if one[path] != other[path]}
    assert differing == {"run.json", "manifest.json", "model/telemetry/telemetry-manifest.json"}


def test_manifest_lists_files_by_path_and_hashes_by_row():
    """The manifest sorts files by path and keeps series hashes in row order (runs §1.5, §6.11)."""
    bundle = clinic_desk_bundle()
    manifest = json.loads(bundle_contents(bundle)["manifest.json"])
    paths = [entry["path"] for entry in manifest["files"]]
    assert paths == sorted(FILES)
    assert list(manifest["seriesHashes"]) == [entry.id for entry in bundle.index.series]
    assert manifest["rng"] == {"kind": "pcg32", "seed": None}


def test_json_documents_are_laid_out_one_member_a_line():
    """Artifacts end in one line end, are indented by two blanks and have no byte-order mark (runs §1.5)."""
    for path, content in bundle_contents(clinic_desk_bundle()).items():
        if path.endswith(".json"):
            assert content.decode() == json.dumps(json.loads(content), indent=2, ensure_ascii=False) + "\n"
