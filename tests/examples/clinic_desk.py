"""The worked example of runs §3.3 and §6, and variations of it."""

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any, Final

import numpy as np

from fakes.clock import CLINIC_DESK_CREATED
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.runs.bundle import run_bundle
from flowtime_domain.runs.evaluated_run import EvaluatedRun
from flowtime_domain.runs.identity import RunId, deterministic_run_id, scenario_hash
from flowtime_domain.runs.run_origin import RunOrigin
from flowtime_domain.runs.stored_run import RunBundle

MODEL_YAML: Final = (Path(__file__).parent / "runs" / "clinic-desk.yaml").read_bytes()
MODEL: Final[Mapping[str, Any]] = {
    "metadata": {"id": "clinic-desk", "title": "Clinic Desk", "version": "1.2.0"},
    "grid": {"bins": 3, "binSize": 15, "binUnit": "minutes", "start": "2025-03-03T08:00:00Z"},
    "nodes": [
        {"id": "visits", "kind": "const", "values": [18, 26, 12]},
        {"id": "desk_capacity", "kind": "const", "values": [20, 20, 20]},
    ],
    "topology": {
        "nodes": [
            {
                "id": "Desk",
                "kind": "serviceWithBuffer",
                "semantics": {"arrivals": "visits", "capacity": "desk_capacity"},
            }
        ]
    },
}
SCENARIO_HASH: Final = "sha256:415f2c7365bd5e2786eb6a077295dea81f7db47f7beec52f489578afdbf4a659"
MANIFEST_HASH: Final = "sha256:b2e7808e9ad59d975e930e2de737188826f9fb5a0d95d38a4bed9b8bbb44cf77"
RUN_ID: Final = RunId("run_deterministic_415f2c7365bd5e27")

# Path -> size and first digits of the SHA-256 of every file but the manifest (runs §6.11).
FILES: Final = {
    "model/metadata.json": (334, "b6d2b3c848b37228"),
    "model/model.yaml": (426, "f831eab466a0222c"),
    "model/provenance.json": (422, "8604b1a1b5df11db"),
    "model/telemetry/telemetry-manifest.json": (630, "b05cd4cf0980aa16"),
    "run.json": (1593, "ee9a3da7f465fb4a"),
    "series/desk_capacity@DESK_CAPACITY@DEFAULT.csv": (23, "0710718c2be6fd34"),
    "series/desk_queue@DESK_QUEUE@DEFAULT.csv": (20, "0a4ff5d78d3a3583"),
    "series/desk_served@DESK_SERVED@DEFAULT.csv": (23, "a4fe192d9cfc91c0"),
    "series/index.json": (1943, "a0114bf9ce9930bc"),
    "series/matrix.npy": (224, "015a75ddbed90247"),
    "series/visits@VISITS@DEFAULT.csv": (23, "f1a6d859efa44b77"),
    "spec.yaml": (426, "f831eab466a0222c"),
}


def clinic_desk(model: Mapping[str, Any] = MODEL, **changes: Any) -> EvaluatedRun:
    """The evaluated example, or one that differs in its model or in other facts about the run."""
    read = FlowModel.from_mapping(model)
    written = normal_form(read)
    scenario = scenario_hash("simulation", written, {}, None)
    evaluation = evaluate(read)
    facts: dict[str, Any] = {
        "run_id": deterministic_run_id(scenario),
        "created": CLINIC_DESK_CREATED,
        "engine_version": "0.1.0",
        "mode": "simulation",
        "origin": RunOrigin("inline", "clinic-desk", "Clinic Desk", "1.2.0"),
        "parameters": {},
        "seed": None,
        "model": read,
        "normal_form": written,
        "scenario_hash": scenario,
        "evaluation": evaluation,
        "findings": evaluation.warnings,
    }
    return EvaluatedRun(**(facts | changes))


def clinic_desk_bundle(**changes: Any) -> RunBundle:
    """The bundle of the example."""
    return run_bundle(clinic_desk(**changes))


def other_bundle(run_id: RunId = RUN_ID) -> RunBundle:
    """A bundle of another scenario, under the id of the example by default."""
    nodes = [{**MODEL["nodes"][0], "values": [1, 2, 3]}, MODEL["nodes"][1]]
    return run_bundle(clinic_desk({**MODEL, "nodes": nodes}, run_id=run_id))


def exporting_bundle() -> RunBundle:
    """A bundle whose model exports only the queue."""
    return run_bundle(clinic_desk({**MODEL, "outputs": [{"series": "desk_queue"}]}))


def gap_bundle() -> RunBundle:
    """The bundle of the example with no value for the visits of bin 1."""
    evaluation = copy(clinic_desk().evaluation)
    evaluation.matrix = evaluation.matrix.copy()
    evaluation.matrix[0, 1] = -np.inf
    return clinic_desk_bundle(run_id=RunId("gap"), evaluation=evaluation)
