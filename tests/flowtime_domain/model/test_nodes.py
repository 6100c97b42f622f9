import pytest

from examples.readings import GRID, found, read
from flowtime_domain.model.nodes import SHAPES_OF_KINDS, DispatchSchedule

BUFFER = GRID + "nodes: [{id: a, values: 1}, {id: b, kind: serviceWithBuffer, inflow: a, outflow: a, %s}]"


def test_every_kind_has_a_shape():
    """The kinds of series nodes (model §5)."""
    assert list(SHAPES_OF_KINDS) == ["const", "expr", "pmf", "serviceWithBuffer", "router"]


@pytest.mark.parametrize("kind", ["", "kind: time-based, ", "kind: PERIODIC, "])
def test_schedules_of_both_kinds_are_the_same(kind):
    """`time-based` and `periodic` schedules are the same (model §7.5)."""
    buffer = read(BUFFER % f"dispatchSchedule: {{{kind}periodBins: 2.0}}").nodes[1]
    assert buffer.dispatch_schedule.model_dump() == DispatchSchedule(period_bins=2).model_dump()


@pytest.mark.parametrize(
    ("schedule", "code", "pointer"),
    [
        ("{periodBins: 0}", "out_of_range", "/periodBins"),
        ("{periodBins: 1.5}", "invalid_type", "/periodBins"),
        ("{periodBins: 1, phaseOffset: 0.5}", "invalid_type", "/phaseOffset"),
        ("{periodBins: 1, kind: cron}", "invalid_value", "/kind"),
        ("{periodBins: 1, period: 1}", "unknown_key", "/period"),
        ("{}", "required_key", ""),
        ("3", "invalid_type", ""),
    ],
)
def test_wrong_schedules(schedule, code, pointer):
    """A schedule needs a period of at least one bin (model §7.5)."""
    assert found(BUFFER % f"dispatchSchedule: {schedule}") == [(code, f"/nodes/1/dispatchSchedule{pointer}")]


def test_common_keys_have_types():
    """`initial` is a number, unit and description are texts, metadata holds scalars (model §5.2)."""
    node = (
        "{id: a, values: 1, initial: x, unit: 1, description: [a], metadata: {a: [1]}, repeat: 1, source: 2}"
    )
    assert found(f"{GRID}nodes: [{node}]") == [
        ("invalid_type", f"/nodes/0/{key}")
        for key in ("initial", "unit", "description", "metadata/a", "repeat", "source")
    ]


def test_what_formulas_name_stays_out_of_the_node():
    """`dependencies` are checked and left out of the normal form (model §3.5, §5.4)."""
    text = GRID + "nodes: [{id: a, values: 1}, {id: b, kind: expr, expr: a, dependencies: [a]}]"
    assert "dependencies" not in read(text).nodes[1].model_dump()
    assert found(text.replace("[a]", "[3]")) == [("invalid_type", "/nodes/1/dependencies/0")]
