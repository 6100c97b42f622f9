import pytest

from examples.readings import ONE_NODE, found, read
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits, ModelLimits


def test_a_mapping_is_read_like_a_text():
    """A model may arrive as a parsed object; it obeys the same rules, without places (model §2.1)."""
    grid = {"bins": 2, "binSize": 1, "binUnit": "hours"}
    model = FlowModel.from_mapping({"grid": grid, "nodes": [{"id": "a", "values": 1}]})
    assert [series.name for series in model.series] == ["a"]
    with pytest.raises(ModelInvalidError) as raised:
        FlowModel.from_mapping({"grid": grid, "nodes": [{"id": "a", "values": "1"}]})
    (error,) = raised.value.errors
    assert (error.code, error.pointer, error.place) == ("invalid_type", "/nodes/0/values", None)


def test_a_mapping_may_be_larger_than_usual():
    """A program builds mappings as large as it likes; limits of a model stay with it (model §2.2, §4.4)."""
    grid = {"bins": 600_000, "binSize": 1, "binUnit": "seconds"}
    mapping = {"grid": grid, "nodes": [{"id": "a", "values": [0.5] * grid["bins"]}]}
    limits = ModelLimits(max_bins=600_000, max_cells=600_000)
    model = FlowModel.from_mapping(mapping, limits=limits)
    assert (model.grid.bins, model.limits) == (600_000, limits)
    with pytest.raises(ModelInvalidError) as raised:
        FlowModel.from_mapping(mapping, document_limits=DocumentLimits(), limits=limits)
    assert [error.setting for error in raised.value.errors] == [
        "FLOWTIME_MAX_DOCUMENT_BYTES",
        "FLOWTIME_MAX_DOCUMENT_EVENTS",
    ]


def test_a_model_shows_its_size():
    """A notebook shows a model in one line (design §6)."""
    assert repr(read(ONE_NODE)) == "FlowModel(bins=2, series=1, places=0)"


@pytest.mark.parametrize(
    ("rng", "seed"), [("", None), ("rng: {kind: PCG32}", None), ("rng: {}", None), ("rng: {seed: 7.0}", 7)]
)
def test_a_seed_may_be_left_to_the_request(rng, seed):
    """A key that is not required may be absent, the seed of `rng` too (model §7.9, §8.2)."""
    assert read(ONE_NODE + rng).seed == seed


@pytest.mark.parametrize(
    ("output", "errors"),
    [
        ("{series: a, as: a-1_B.txt}", []),
        ("{series: a, id: 3, description: [x]}", []),
        ("{series: a, as: a.CSV}", [("invalid_format", "/outputs/0/as")]),
        ("{series: a, as: ../a.csv}", [("invalid_format", "/outputs/0/as")]),
        ("{series: a, exclude: a}", [("invalid_type", "/outputs/0/exclude")]),
        ("{as: a.csv}", [("required_key", "/outputs/0")]),
        ("{series: a, ass: a.csv}", [("unknown_key", "/outputs/0/ass")]),
    ],
)
def test_outputs(output, errors):
    """An output names series and a plain file; `id` and `description` are ignored (model §3.3, §8.1)."""
    assert found(f"{ONE_NODE}outputs: [{output}]") == errors
