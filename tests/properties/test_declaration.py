"""Neither the order in which things are declared nor their names have a meaning."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle.random_models import random_formulas, random_model
from properties.paths import PATHS, outcome

SEEDS = st.integers(0, 2**32)
MODELS = (random_model, random_formulas)
OTHER_LETTERS = {
    "n": "a", "t": "w", "c": "k", "depth": "d", "echo": "e", "p": "zone", "P": "Zone",
}  # fmt: skip
NAME = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(OTHER_LETTERS)})(\d+)(?![0-9])")


def reordered(random, elements, is_bound):
    """The elements in another order; those that are bound keep theirs among themselves."""
    keys = [random.random() for _ in elements]
    bound = [index for index, element in enumerate(elements) if is_bound(element)]
    for index, key in zip(bound, sorted(keys[index] for index in bound), strict=True):
        keys[index] = key
    return [elements[index] for index in sorted(range(len(elements)), key=keys.__getitem__)]


def in_another_order(document, random):
    """The same model; routers, overflow and members of constraints keep the order that has a meaning."""
    topology = document["topology"]
    places = reordered(
        random, topology["nodes"], lambda place: "wipOverflow" in place or "constraints" in place
    )
    nodes = reordered(random, document["nodes"], lambda node: "routes" in node)
    return {**document, "nodes": nodes, "topology": {**topology, "nodes": places}}


def renamed(part, kept):
    """A part of a document, or a name, with other names; streams of draws keep theirs (engine §4.4)."""
    if isinstance(part, dict):
        return {key: renamed(value, kept) for key, value in part.items()}
    if isinstance(part, list):
        return [renamed(value, kept) for value in part]
    if isinstance(part, str):
        return NAME.sub(
            lambda name: name[0] if name[0] in kept else f"{OTHER_LETTERS[name[1]]}{1000 - int(name[2])}",
            part,
        )
    return part


def sound_bits(result, name, failure):
    """The bits of a row, as far as they have a meaning."""
    row = result.rows[name]
    return row[: len(row) if failure is None else failure[2]].tobytes()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_order_of_declaration_has_no_meaning(model, path, seed):
    """Elements in another order give the same bits, or fail in the same bin (engine §1.6, §2.5)."""
    document = model(seed)
    first, second = outcome(document, path), outcome(in_another_order(document, Random(seed)), path)
    assert [first.failure and first.failure[::2]] == [second.failure and second.failure[::2]]
    assert set(first.rows) == set(second.rows)
    for name in first.rows:
        assert sound_bits(first, name, first.failure) == sound_bits(second, name, first.failure), name


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=120)
@given(seed=SEEDS)
def test_names_have_no_meaning(model, path, seed):
    """Under other names come the same bits, or the same failure (engine §1.6, §4.4)."""
    document = model(seed)
    kept = {node["id"] for node in document["nodes"] if node.get("mode") == "sample"}
    parts = {key: renamed(document[key], kept) for key in ("nodes", "topology")}
    first, second = outcome(document, path), outcome({**document, **parts}, path)
    assert [renamed(name, kept) for name in first.rows] == list(second.rows)
    assert second.failure == (first.failure and tuple(renamed(part, kept) for part in first.failure))
    for name in first.rows:
        other = sound_bits(second, renamed(name, kept), first.failure)
        assert sound_bits(first, name, first.failure) == other, name
