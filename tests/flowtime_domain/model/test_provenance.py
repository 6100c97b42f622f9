from examples.readings import ONE_NODE, found, read


def test_the_block_is_recorded_as_it_stands():
    """`provenance` has any keys; only `x-` keys are left out (model §2.4, §3.2)."""
    model = read(ONE_NODE + "provenance: {by: Ada, tools: [a, {b: 1, x-c: 2}, null], none: null, x-d: 1}")
    assert model.authored_provenance == {"by": "Ada", "tools": ["a", {"b": 1}, None]}


def test_a_model_may_have_no_provenance():
    """Without the block nothing is recorded (model §3.2)."""
    assert read(ONE_NODE).authored_provenance is None


def test_its_numbers_are_finite():
    """Numbers that are not finite are refused wherever a number is read (model §2.3)."""
    assert found(ONE_NODE + "provenance: {a: [1, .nan], b: {c: -.inf}}") == [
        ("non_finite_number", "/provenance/a/1"),
        ("non_finite_number", "/provenance/b/c"),
    ]


def test_it_is_a_mapping():
    """`provenance` is a mapping (model §3.2)."""
    assert found(ONE_NODE + "provenance: [a]") == [("invalid_type", "/provenance")]
