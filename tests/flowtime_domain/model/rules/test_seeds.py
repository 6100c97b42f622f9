"""Seeds: random draws need one."""

from examples.drafts import found
from flowtime_domain.model.rules.seeds import missing_seed

SAMPLED = "nodes: [{id: a}, {id: p, kind: pmf, mode: sample, pmf: {}}, {id: m, kind: pmf, mode: expected}]\n"


def test_seed_required():
    """A sampled pmf needs a seed; found at its node (model §5.5, ruling 23)."""
    assert found(missing_seed, SAMPLED) == [("seed_required", "/nodes/1")]


def test_seed_of_the_model():
    """The model's own seed suffices, and a wrong one is spoken of elsewhere (model §8.2)."""
    assert found(missing_seed, SAMPLED + "rng: {seed: 42}") == []
    assert found(missing_seed, SAMPLED + "rng: 42") == []


def test_a_generator_without_a_seed():
    """`rng` may leave the seed to the request, and then says nothing about draws (model §7.9, §8.2)."""
    assert found(missing_seed, SAMPLED + "rng: {kind: pcg32, seed: null}") == [("seed_required", "/nodes/1")]


def test_seed_of_the_request():
    """A seed of the request suffices, be it 0 (model §8.2)."""
    assert found(missing_seed, SAMPLED, request_seed=0) == []


def test_expected_values_need_no_seed():
    """The mean of a distribution needs no seed (model §5.5)."""
    assert found(missing_seed, "nodes: [{id: m, kind: pmf, mode: expected}]") == []
