from examples.findings import desk_findings


def test_the_first_twenty_bins_are_listed_and_all_are_counted():
    """A finding lists the first 20 offending bins in rising order and counts all (engine §12.1)."""
    found = desk_findings({"a": [-1] * 30, "s": [-1] * 30}, arrivals="a", served="s")["arrivals_negative"]
    assert found.bins == tuple(range(20))
    assert found.count == 30
    assert "in 30 of 30 bins" in found.message


def test_one_bin_is_one_bin():
    """A run of one bin is told of in the singular (engine §12.1)."""
    found = desk_findings({"a": -1, "s": 0}, arrivals="a", served="s")["arrivals_negative"]
    assert "in 1 of 1 bin;" in found.message


def test_findings_name_their_node():
    """A finding names its topology node, and one that concerns no bin has none (engine §12.1)."""
    found = desk_findings({"a": 1}, arrivals="a", capacity="a")["missing_served_series"]
    assert (found.node_id, found.bins, found.count) == ("Desk", (), 0)
