from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from examples.clinic_desk import MODEL, MODEL_YAML, RUN_ID, SCENARIO_HASH
from flowtime_domain.errors import RunIdInvalidError
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.runs.encoding import model_yaml
from flowtime_domain.runs.identity import (
    RunId,
    deterministic_run_id,
    model_hash,
    prefixed_hash,
    random_run_id,
    scenario_hash,
    series_hash,
    sha256_digits,
)

NORMAL_FORM = normal_form(FlowModel.from_mapping(MODEL))
DIGITS = "7a9ff2d551c406f5ebf4e1c9073c77c92dc3d574a7c1cdcbd1cde20f19552c96"


def test_worked_example_has_its_scenario_hash_and_id():
    """The scenario of the example has the hash and the deterministic id of the specification (runs §3.3)."""
    scenario = scenario_hash("simulation", NORMAL_FORM, {}, None)
    assert scenario == SCENARIO_HASH
    assert deterministic_run_id(scenario) == RUN_ID


def test_worked_example_has_its_model_hash():
    """The stored text of the example's model has its bytes and hash (runs §3.3, §3.4)."""
    stored = model_yaml(NORMAL_FORM)
    assert stored == MODEL_YAML
    assert len(stored) == 426
    assert model_hash(stored) == "sha256:f831eab466a0222c8361811f64d63c0d79663c9bea5d28452d243484f81e99ce"


@pytest.mark.parametrize(
    "changed",
    [
        scenario_hash("telemetry", NORMAL_FORM, {}, None),
        scenario_hash("simulation", {**NORMAL_FORM, "grid": {}}, {}, None),
        scenario_hash("simulation", NORMAL_FORM, {"capacity": 20}, None),
        scenario_hash("simulation", NORMAL_FORM, {}, 0),
        scenario_hash("simulation", NORMAL_FORM, {}, None, [{"path": "Desk_arrivals.csv", "sha256": DIGITS}]),
    ],
)
def test_each_part_of_a_scenario_counts(changed):
    """Another mode, model, parameter, seed or captured file gives another scenario (runs §3.2)."""
    assert changed != SCENARIO_HASH


def test_spelling_of_a_model_does_not_count():
    """Other spellings, key order and the provenance block leave the scenario the same (runs §3.3)."""
    spelled = {
        "provenance": {"author": "somebody"},
        "topology": MODEL["topology"],
        "nodes": [{**MODEL["nodes"][0], "kind": "CONST"}, MODEL["nodes"][1]],
        "metadata": dict(reversed(MODEL["metadata"].items())),
        "grid": {**MODEL["grid"], "binUnit": "Minute"},
        "x-note": "nothing",
    }
    assert (
        scenario_hash("simulation", normal_form(FlowModel.from_mapping(spelled)), {}, None) == SCENARIO_HASH
    )


def test_series_hash_is_over_little_endian_floats():
    """The hash of a series covers 8 bytes a bin, low byte first, however it lies in memory (runs §3.4)."""
    values = np.array([18.0, 26.0, 12.0])
    expected = prefixed_hash(values.astype("<f8").tobytes())
    assert series_hash(values) == expected
    assert series_hash(values.astype(">f8")) == expected
    assert series_hash(np.array([values, values]).T[:, 0]) == expected


def test_hash_is_sha_256_in_lower_case():
    """Hashes are SHA-256 in lower-case hex, with the prefix where the name says hash (runs §1.6)."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_digits(b"") == sha256_digits() == empty
    assert prefixed_hash(b"") == f"sha256:{empty}"


@pytest.mark.parametrize("text", ["a", "0", "run_1", "A.b-c_d", "x" * 128, "comparer", "1.2.3"])
def test_run_id_takes_well_formed_texts(text):
    """A letter or digit, then up to 127 letters, digits, dots, underscores and hyphens (runs §3.7)."""
    assert str(RunId(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", ".a", "_a", "-a", "a..b", "compare", "x" * 129, "a/b", "a\\b", "a b", "a\n", "ä", "../a", "a\0"],
)
def test_run_id_refuses_everything_else(text):
    """What is no run id never becomes one (runs §3.7)."""
    with pytest.raises(RunIdInvalidError):
        RunId(text)


def test_random_id_names_the_moment_in_utc():
    """A random id holds the moment of creation in UTC and eight digits (runs §3.5)."""
    created = datetime(2025, 11, 4, 9, 15, 3, 221045, tzinfo=timezone(timedelta(hours=1)))
    assert str(random_run_id(created, "0a1b2c3d")) == "run_20251104T081503Z_0a1b2c3d"
