import math

import pytest

from examples.readings import GRID, ONE_NODE, found, read
from flowtime_domain.model.canonical import values
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document
from flowtime_domain.model.mode_rules import SIMULATION_RULES


@pytest.fixture
def rewriting():
    return Rewriting(Document({"a": 1}), SIMULATION_RULES, declared={"depth"})


def test_words_are_compared_without_case(rewriting):
    """Words for kinds, types, units and policies are compared without case (model §3.3)."""
    form = values.word_form(("maxMin", "priority"))
    assert [form(word, (), rewriting) for word in ("MAXMIN", "Priority", "fair", 3)] == [
        "maxMin",
        "priority",
        "fair",
        3,
    ]


def test_units_may_be_singular(rewriting):
    """A unit may be singular (model §4.1)."""
    form = values.word_form(("hours", "days"))
    assert [form(word, (), rewriting) for word in ("Hour", "day", "week")] == ["hours", "days", "week"]


def test_whole_numbers_are_integers(rewriting):
    """Where an integer is asked for, 6.0 is 6, and 2.5 stays wrong (model §2.3, ruling 15)."""
    written = [values.whole_number(value, (), rewriting) for value in (6.0, 2.5, True, "6", 10**400)]
    assert written == [6, 2.5, True, "6", math.inf]
    assert [type(value) for value in written[:3]] == [int, float, bool]
    assert math.isnan(values.whole_number(math.nan, (), rewriting))


@pytest.mark.parametrize("text", ["a", "series:a", "a@DEFAULT", "series:a@DEFAULT"])
def test_prefix_and_default_class_mean_nothing(rewriting, text):
    """`series:` and `@DEFAULT` may stand wherever an existing series is referred to (ruling 27)."""
    assert values.reference(text, ("a",), rewriting) == "a"
    assert rewriting.errors == []


def test_other_classes_are_not_supported(rewriting):
    """A class suffix other than `@DEFAULT` is refused (model §3.4)."""
    assert values.reference("a@Gold", ("a",), rewriting) == "a"
    assert [(error.code, error.pointer) for error in rewriting.errors] == [("classes_unsupported", "/a")]


def test_a_new_id_keeps_what_it_is_written_with(rewriting):
    """Prefix and class may not stand where a new name is given (ruling 27)."""
    written = [
        values.reference_or_new_id(text, (), rewriting) for text in ("series:depth", "series:new", [1])
    ]
    assert written == ["depth", "series:new", [1]]


@pytest.mark.parametrize(
    ("number", "text"),
    [(3, "3"), (-2.5, "-2.5"), (1e21, "1e+21"), (True, True), ("a", "a"), (10**400, math.inf)],
)
def test_a_number_stands_for_itself_in_a_formula(rewriting, number, text):
    """An `expr` given as a number is its shortest text (model §3.5, §5.4)."""
    assert values.formula(number, (), rewriting) == text


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (1, 1.0, True),
        ("1", 1, False),
        (True, 1, False),
        ((1, 2), (1.0, 2.0), True),
        (math.nan, math.nan, False),
    ],
)
def test_equality_of_canonical_values(first, second, same):
    """Two spellings are equal when their canonical values are; a boolean is no number (model §2.3)."""
    assert values.same_value(first, second) is same


def test_references_are_canonical_everywhere():
    """References of nodes, outputs, dependencies, schedules and limits lose prefix and class (ruling 27)."""
    text = (
        GRID + "nodes: [{id: a, values: 1}, {id: e, kind: expr, expr: a, dependencies: ['series:a@DEFAULT']},"
        " {id: b, kind: serviceWithBuffer, inflow: 'series:a', outflow: a@DEFAULT, loss: 'series:a'},"
        " {id: r, kind: router, inputs: {queue: 'series:a'}, routes: [{target: t}]}]\n"
        "topology: {nodes: [{id: Q, kind: queue, wipLimitSeries: 'series:a',"
        " semantics: {arrivals: 'series:t', capacity: a@DEFAULT, parallelism: 'series:a'},"
        " dispatchSchedule: {periodBins: 1, capacitySeries: 'series:a'}}]}\n"
        "outputs: [{series: 'series:a', exclude: [a@DEFAULT]}]"
    )
    model = read(text)
    buffer, router = model.nodes[2:]
    place = model.topology.nodes[0]
    names = [buffer.inflow, buffer.outflow, buffer.loss, router.inputs.queue, place.wip_limit_series]
    names += [place.semantics.capacity, place.semantics.parallelism, place.dispatch_schedule.capacity_series]
    names += [model.outputs[0].series, *model.outputs[0].exclude]
    assert set(names) == {"a"}


def test_the_word_for_lost_overflow_may_have_any_case():
    """`loss` is a word, compared without case (ruling 19)."""
    text = (
        ONE_NODE + "topology: {nodes: [{id: Q, kind: queue, wipLimit: 1, wipOverflow: LOSS,"
        " semantics: {arrivals: a, served: a}}]}"
    )
    assert read(text).topology.nodes[0].wip_overflow == "loss"


def test_null_items_of_lists_are_refused():
    """A null item of a list is of the wrong type (ruling 15)."""
    assert found(ONE_NODE + "outputs: [null, {series: a, exclude: [null]}]") == [
        ("invalid_type", "/outputs/0"),
        ("invalid_type", "/outputs/1/exclude/0"),
    ]
