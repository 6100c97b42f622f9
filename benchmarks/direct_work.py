"""The work that a run cannot do without, done by hand: what orchestration is measured against.

Rule 1: nothing here is imported that the work does not need; a minimal process imports this file.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.evaluation import Evaluation
from flowtime_domain.evaluation.evaluator import evaluate_plan
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.templates.parameters import effective_parameters
from flowtime_domain.templates.template import Template, read_template
from flowtime_domain.templates.template_model import template_model

TEMPLATE = "order-system"


def evaluated_template(content: bytes) -> tuple[Template, FlowModel, Evaluation]:
    """Read a template, fill in its defaults, compile the model and evaluate it."""
    document = YamlOrJsonDocumentReader(DocumentLimits()).read(content)
    template = read_template(document, content, name=TEMPLATE, origin="packaged")
    model = template_model(template, effective_parameters(template, {}), SIMULATION_RULES)
    return template, model, evaluate_plan(compile_model(model))


def write_durably(root: Path, name: str, contents: Mapping[str, bytes]) -> None:
    """Write files and directories with the fsyncs that a publication takes (runs §7.1), and nothing else."""
    staged = root / f".{name}"
    folders = [staged / "model" / "telemetry", staged / "model", staged / "series", staged]
    for folder in reversed(folders):
        folder.mkdir(exist_ok=True, parents=True)
    for path, content in contents.items():
        with (staged / path).open("wb", buffering=0) as file:
            file.write(content)
            os.fsync(file.fileno())
    for folder in folders:
        synchronise(folder)
    staged.rename(root / name)
    synchronise(root)


def synchronise(folder: Path) -> None:
    """Bring a directory to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
