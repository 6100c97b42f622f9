import pytest

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.compilation.dependents import Dependents
from flowtime_domain.evaluation.scenarios.target import NumberTarget, SeriesTarget, Unchangeable
from flowtime_domain.evaluation.scenarios.targets import Targets
from flowtime_domain.model.flow_model import FlowModel


@pytest.fixture
def targets():
    mapping = {
        "grid": {"bins": 2, "binSize": 1, "binUnit": "hours"},
        "nodes": [
            {"id": "visits", "values": 4},
            {"id": "luck", "kind": "pmf", "pmf": {"values": [1, 2], "probabilities": [0.5, 0.5]}},
            {"id": "twice", "kind": "expr", "expr": "visits * 2"},
            {"id": "ways", "kind": "router", "inputs": {"queue": "visits"}, "routes": [{"target": "here"}]},
        ],
        "topology": {
            "nodes": [
                {
                    "id": "Desk.1",
                    "kind": "queue",
                    "wipLimit": 3,
                    "semantics": {"arrivals": "visits", "capacity": "luck"},
                }
            ]
        },
    }
    plan = compile_model(FlowModel.from_mapping(mapping))
    return Targets(plan, Dependents.of(plan))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("visits", SeriesTarget),
        ("luck", SeriesTarget),
        ("Desk.1.initialCondition", NumberTarget),
        ("Desk.1.parallelism", NumberTarget),
        ("Desk.1.wipLimit", NumberTarget),
        ("ways.routes[0].weight", NumberTarget),
    ],
)
def test_targets_have_names(targets, name, kind):
    """Sources have their ids; numbers of places the id, a dot and the key (model §5.1, §7.1)."""
    assert isinstance(targets.named(name), kind)
    assert targets.named(name) is targets.named(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("twice", "this series is computed; only const and pmf nodes can be changed."),
        ("desk_1_queue", "this series is computed; only const and pmf nodes can be changed."),
        ("visit", "there is no such target; did you mean 'visits'?"),
        ("here", "this series is computed; only const and pmf nodes can be changed."),
        ("ways.routes[1].weight", "there is no such target; did you mean 'ways.routes[0].weight'?"),
        ("desk.1.Parallelism", "there is no such target; did you mean 'Desk.1.parallelism'?"),
        ("something else", "there is no such target."),
    ],
)
def test_other_names_are_no_targets(targets, name, reason):
    """A name that is no target is refused with the nearest one (model §2.7)."""
    assert targets.named(name) == Unchangeable(reason)


def test_an_initial_condition_may_be_named_by_its_only_member(targets):
    """The whole path of the depth in a document names what its key names (model §7.1)."""
    assert targets.named("Desk.1.initialCondition.queueDepth") is targets.named("Desk.1.initialCondition")
