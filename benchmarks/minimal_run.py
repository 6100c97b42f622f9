"""A process that makes the files of a run and knows nothing else: no container, settings, log or output.

``python benchmarks/minimal_run.py TEMPLATE_FILE RUNS_ROOT``; the command line is measured against it.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from direct_work import evaluated_template, write_durably
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.runs import file_names
from flowtime_domain.runs.artifact_documents import FileEntry
from flowtime_domain.runs.bundle import run_bundle
from flowtime_domain.runs.encoding.series_csv import SeriesCsv
from flowtime_domain.runs.evaluated_run import EvaluatedRun
from flowtime_domain.runs.identity import deterministic_run_id, scenario_hash, sha256_digits
from flowtime_domain.runs.matrix_file import matrix_header
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.runs.stored_run import RunBundle
from flowtime_domain.templates.parameters import effective_parameters


def main() -> None:
    """Make one run."""
    template_file, root = map(Path, sys.argv[1:])
    run = evaluated_run(template_file.read_bytes())
    root.mkdir(parents=True, exist_ok=True)
    write_durably(root, str(run.run_id), file_contents(run_bundle(run)))


def evaluated_run(content: bytes) -> EvaluatedRun:
    """The numbers of a template with its defaults, and what describes them."""
    template, model, evaluation = evaluated_template(content)
    parameters, normal = effective_parameters(template, {}), normal_form(model)
    scenario = scenario_hash("simulation", normal, parameters, None)
    return EvaluatedRun(
        run_id=deterministic_run_id(scenario),
        created=datetime.now(UTC),
        engine_version="0.1.0",
        mode="simulation",
        origin=RunOrigin("template", template.id, template.title, template.version, template.hash),
        parameters=parameters,
        seed=None,
        model=model,
        normal_form=normal,
        scenario_hash=scenario,
        evaluation=evaluation,
        findings=evaluation.warnings,
    )


def file_contents(bundle: RunBundle) -> dict[str, bytes]:
    """The bytes of every file of a run, by relative path."""
    contents = dict(bundle.documents)
    contents[file_names.MATRIX] = matrix_header(*bundle.matrix.shape) + bundle.matrix.tobytes()
    csv = SeriesCsv(bundle.matrix.shape[1])
    for entry in bundle.index.series:
        if entry.path is not None:
            contents[entry.path] = csv.text(bundle.matrix[entry.row])
    entries = [
        FileEntry(path=path, size=len(content), sha256=sha256_digits(content))
        for path, content in contents.items()
    ]
    contents[file_names.MANIFEST] = bundle.complete_manifest(entries).to_json()
    return contents


if __name__ == "__main__":
    main()
