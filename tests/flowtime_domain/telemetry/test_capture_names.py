"""Names of captured files."""

from flowtime_domain.model.root_elements import Output
from flowtime_domain.telemetry.capture_names import CaptureNames


def test_a_name_is_made_of_node_and_metric():
    """Without an alias a file is named after node and metric in lower case (telemetry §7.2)."""
    assert CaptureNames([]).name_of("OrderQueue", "QueueDepth", "q") == "OrderQueue_queuedepth.csv"


def test_the_alias_of_an_output_goes_first():
    """The `as` of an output of just that series names the file, its extension replaced (telemetry §7.2)."""
    outputs = [
        Output(series="other", as_="x.csv"),
        Output(series="q"),
        Output(series="q", as_="Depth.txt"),
        Output(series="q", as_="again.csv"),
    ]
    names = CaptureNames(outputs)
    assert names.name_of("A", "QueueDepth", "q") == "Depth.csv"
    assert names.name_of("B", "Arrivals", "q") == "again.csv"
    assert names.name_of("B", "Served", "q") == "B_served.csv"


def test_a_taken_name_gets_a_number():
    """Names that differ in case only are the same name, and later ones are numbered (telemetry §7.2)."""
    names = CaptureNames([Output(series="q", as_="desk_served.csv")])
    assert names.name_of("A", "Arrivals", "q") == "desk_served.csv"
    assert [names.name_of(node, "Served", "s") for node in ("Desk", "DESK", "desk")] == [
        "Desk_served~2.csv",
        "DESK_served~3.csv",
        "desk_served~4.csv",
    ]


def test_a_name_is_a_name_whatever_the_node_is_called():
    """Nodes of earlier versions may have ids that no file may have (telemetry §2.4)."""
    assert CaptureNames([]).name_of("../Desk 1", "Served", "s") == ".._Desk_1_served.csv"
