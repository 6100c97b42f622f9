import numpy as np

from flowtime_domain.model.topology import Semantics, TopologyNode
from flowtime_domain.runs.older.mode_validation import ReadNumbers, Violation

NAN = np.nan
MATRIX = np.array([[1.0, NAN, 3.0, NAN], [1.0, 2.0, 3.0, 4.0], [NAN, 2.0, 3.0, 4.0]])
ROWS = {"bad": 0, "good": 1, "early": 2}


def place(kind="service", name="Desk", **semantics):
    return TopologyNode(id=name, kind=kind, semantics=Semantics(**semantics))


def numbers(*told, too_long=()):
    places, reported = zip(*told, strict=True)
    return ReadNumbers(places, reported, ROWS, MATRIX, frozenset(too_long))


def violations(*told, **rest):
    return list(numbers(*told, **rest).violations())


def test_needed_series_hold_finite_numbers_alone():
    """Arrivals of all kinds, served of a service and depth of a queue must be finite (state §9.1)."""
    sink = place("sink", arrivals="bad", served="bad")
    assert violations((sink, {"arrivals": "bad", "served": "bad"})) == [Violation("Desk", "bad", (1, 3))]
    service = place(arrivals="good", served="bad")
    assert violations((service, {"arrivals": "good", "served": "bad", "queue": "bad"})) == [
        Violation("Desk", "bad", (1, 3))
    ]
    queue = place("queue", arrivals="good", queue_depth="bad")
    assert violations((queue, {"arrivals": "good", "served": "bad", "queue": "bad"})) == [
        Violation("Desk", "bad", (1, 3))
    ]


def test_other_series_may_have_gaps():
    """No other series fails a read, and an absent one neither (state §9.1, §9.2)."""
    node = place(arrivals="good", errors="bad", capacity="bad")
    assert violations((node, {"arrivals": "good", "errors": "bad", "capacity": "bad"})) == []
    assert violations((place(arrivals="gone", served="good"), {"served": "good"})) == []
    assert violations((place(), {})) == []


def test_values_beyond_the_grid_are_too_many():
    """A series of more values than bins is unusable from the bin after the last on (state §9.1)."""
    node = place(arrivals="good")
    assert violations((node, {"arrivals": "good"}), too_long={1}) == [Violation("Desk", "good", (4,))]


def test_node_of_which_nothing_can_be_read_is_missing():
    """A node none of whose series can be read is found; a number is no series (state §9.1)."""
    node = place(arrivals="gone", parallelism=2)
    assert violations((node, {"parallelism": 2})) == [Violation("Desk", None)]


def findings(*told, mode="telemetry", is_backed=True):
    return list(numbers(*told).findings(mode, is_backed=is_backed))


def test_violations_are_warnings_in_telemetry_mode():
    """Unusable series of a node make one warning with all their bins (state §9.1, telemetry §10)."""
    node = place(arrivals="early", served="bad")
    (finding,) = findings((node, {"arrivals": "early", "served": "bad"}))
    assert (finding.code, finding.severity, finding.node_id) == (
        "telemetry_series_invalid",
        "warning",
        "Desk",
    )
    assert (finding.bins, finding.count) == ((0, 1, 3), 3)
    assert finding.message == "Desk: early, bad cannot be used in 3 bins, first in bin 0"


def test_node_without_numbers_is_a_warning_in_telemetry_mode():
    """A node of which nothing can be read is unresolved (state §9.1)."""
    (finding,) = findings((place(arrivals="gone", served="gone"), {}))
    assert (finding.code, finding.node_id, finding.bins) == ("telemetry_sources_unresolved", "Desk", ())
    assert finding.message == "Desk: nothing can be read from gone"


def test_files_that_lead_nowhere_are_warnings_in_every_mode():
    """A reference to a file that is not resolved is a warning of its node (telemetry §9)."""
    node = place(arrivals="good", served="file:gone.csv", errors="gone")
    for mode in ("telemetry", "simulation"):
        (finding,) = findings((node, {"arrivals": "good"}), mode=mode)
        assert finding.code == "telemetry_sources_unresolved"
        assert finding.message == "Desk: nothing can be read from file:gone.csv"


def test_run_without_files_is_a_warning_in_telemetry_mode():
    """A telemetry run that no file backs is said to be so, at run level (telemetry §10)."""
    node = place(arrivals="good")
    (finding,) = findings((node, {"arrivals": "good"}), is_backed=False)
    assert (finding.code, finding.node_id) == ("telemetry_sources_missing", None)
    assert findings((node, {"arrivals": "good"}), mode="simulation", is_backed=False) == []


def test_simulation_runs_have_no_warnings_about_numbers():
    """What fails a read of a simulation run is no warning of it (state §9.1)."""
    assert findings((place(arrivals="bad"), {"arrivals": "bad"}), mode="simulation") == []
