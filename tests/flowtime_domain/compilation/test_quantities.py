from examples.models import place_model
from flowtime_domain.compilation.quantities import quantities

DESK = {"id": "WebDesk", "kind": "queue", "semantics": {"arrivals": "a", "served": "a", "queueDepth": "d"}}
LINE = {"id": "Line", "kind": "queue", "semantics": {"arrivals": "a", "capacity": "a"}}


def test_published_series_take_the_first_rows():
    """Rows are the published order first, then what is not published (engine §2.1)."""
    rows = {each.name: each.row for each in quantities(place_model(2, {"a": 1, "d": 0}, DESK, LINE))}
    assert rows == {"a": 0, "d": 1, "line_served": 2, "line_queue": 3, "web_desk_queue": 4}


def test_order_puts_a_hidden_recurrence_in_its_place():
    """A hidden recurrence comes before the series of the next topology node (ruling 11)."""
    found = quantities(place_model(2, {"a": 1, "d": 0}, DESK, LINE))
    assert [each.name for each in found] == ["a", "d", "web_desk_queue", "line_served", "line_queue"]


def test_paths_lead_to_the_element_behind_a_series():
    """A declared series belongs to its node, a generated one to its topology node (ruling 23)."""
    paths = {each.name: each.path for each in quantities(place_model(2, {"a": 1, "d": 0}, DESK, LINE))}
    assert paths["d"] == ("nodes", 1)
    assert paths["web_desk_queue"] == ("topology", "nodes", 0)
    assert paths["line_served"] == ("topology", "nodes", 1)


def test_nodes_without_outflow_have_no_recurrence():
    """A service with a declared depth has no recurrence (engine §5.3)."""
    service = {"id": "S", "semantics": {"arrivals": "a", "served": "a", "queueDepth": "d"}}
    assert [each.name for each in quantities(place_model(2, {"a": 1, "d": 0}, service))] == ["a", "d"]
