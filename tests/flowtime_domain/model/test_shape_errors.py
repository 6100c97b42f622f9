import pytest
from pydantic import ValidationError

from examples.readings import ONE_NODE, errors_of
from flowtime_domain.model.nodes import ConstNode, Pmf
from flowtime_domain.model.root_elements import Rng
from flowtime_domain.model.shape_errors import faults
from flowtime_domain.model.topology import Semantics, TopologyNode


def faults_of(shape, value):
    with pytest.raises(ValidationError) as raised:
        shape.model_validate(value)
    return faults(raised.value, value)


@pytest.mark.parametrize(
    ("shape", "value", "code", "path", "message"),
    [
        (Rng, {"seed": "a"}, "invalid_type", ("seed",), "Expected a whole number, found a text."),
        (Rng, {"seed": 1.5}, "invalid_type", ("seed",), "Expected a whole number, found 1.5."),
        (
            Rng,
            {"seed": float("inf")},
            "non_finite_number",
            ("seed",),
            "Expected a whole number, found one that is not finite.",
        ),
        (Rng, {"seed": -1}, "out_of_range", ("seed",), "Expected a number of at least 0, found -1."),
        (Pmf, {"values": (1.0,)}, "required_key", (), "The key 'probabilities' is required here."),
        (Rng, [1], "invalid_type", (), "Expected a mapping, found a list."),
        (
            Rng,
            {"kind": "pcg", "seed": 1},
            "invalid_value",
            ("kind",),
            "Expected 'pcg32', found 'pcg'.",
        ),
        (
            ConstNode,
            {"id": "a", "kind": "const", "values": (1.0, 10**5000)},
            "non_finite_number",
            ("values", 1),
            "Expected a number, found one that is not finite.",
        ),
        (
            ConstNode,
            {"id": "a", "kind": "const", "values": "x"},
            "invalid_type",
            ("values",),
            "Expected a number or a list, found a text.",
        ),
        (
            ConstNode,
            {"id": "a", "kind": "const", "values": (None,)},
            "invalid_type",
            ("values", 0),
            "Expected a number, found null.",
        ),
        (
            ConstNode,
            {"id": "1", "kind": "const"},
            "invalid_identifier",
            ("id",),
            "'1' is no id: write 1 to 128 letters, digits and '_', not starting with a digit.",
        ),
        (
            TopologyNode,
            {"id": "A", "kind": "qeue", "semantics": {}},
            "invalid_value",
            ("kind",),
            "Expected 'service', 'serviceWithBuffer', 'queue', 'dlq', 'router', 'external', 'dependency' "
            "or 'sink', found 'qeue'; did you mean 'queue'?",
        ),
        (
            Pmf,
            {"values": (), "probabilities": 3},
            "invalid_type",
            ("probabilities",),
            "Expected a list, found a number.",
        ),
        (
            Semantics,
            {"retryKernel": (1.0, -1.0)},
            "retry_kernel_invalid",
            ("retryKernel", 1),
            "A retry kernel holds numbers of at least 0.",
        ),
        (Semantics, {"slaMin": 0}, "out_of_range", ("slaMin",), "Expected a number greater than 0, found 0."),
    ],
)
def test_what_a_shape_refuses_has_our_code_words_and_path(shape, value, code, path, message):
    """Pydantic's findings become our codes, messages and paths (model §2.5, §11)."""
    (fault,) = faults_of(shape, value)
    assert (fault.code, fault.path, fault.message) == (code, path, message)


def test_long_values_are_cut_in_messages():
    """A message shows the beginning of a long text only (model §2.5)."""
    (fault,) = faults_of(ConstNode, {"id": "é" * 5000, "kind": "const"})
    assert len(fault.message) < 200


def test_keys_named_like_kinds_of_values_keep_their_pointer():
    """The names of union members never hide a key of the document (model §2.5)."""
    (error,) = errors_of(ONE_NODE + "metadata: {a number: [1]}")
    assert error.pointer == "/metadata/a number"
