"""The second reading of the engine against the worked examples, which were computed without it."""

from copy import deepcopy

import numpy as np
import pytest

from examples.models import example_model
from examples.worked_examples import example_names, expectations
from flowtime_domain.model.normal_form import normal_form
from oracle.bin_by_bin import Oracle

# E8 is a table, not a document.
DOCUMENTS = [name for name in (*example_names("E"), "M1", "M2") if name != "E8"]
EXAMPLES = [name for name in DOCUMENTS if "series" in expectations(name)]
POLICIES = [(name, policy) for name in EXAMPLES for policy in expectations(name).get("policies", ())]


def assert_series(document, expected):
    oracle = Oracle(document)
    for name, values in expected.items():
        computed = [oracle.value(name, t) for t in range(document["grid"]["bins"])]
        np.testing.assert_allclose(computed, values, rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_series_of_worked_examples(name):
    """The second reading gives the series of each worked example (engine E1-E21, model M1, M2)."""
    assert_series(normal_form(example_model(name)), expectations(name)["series"])


@pytest.mark.parametrize(("name", "policy"), POLICIES)
def test_policies_of_worked_examples(name, policy):
    """The second reading gives the series under another policy (engine E16)."""
    document = deepcopy(normal_form(example_model(name)))
    document["topology"]["constraints"][0]["policy"] = policy
    assert_series(document, expectations(name)["policies"][policy])


def test_failures_of_worked_examples():
    """The second reading names the cause of a failure (engine E25)."""
    failure = expectations("E25")["failure"]
    oracle = Oracle(normal_form(example_model("E25")))
    assert oracle.failure() == (failure["code"], failure["series"], failure["bin"])
