"""One number for many names."""

from flowtime_adapters.run_catalog.footprints import SeenNames, footprint, row_footprint


def test_row_and_name_have_the_same_footprint() -> None:
    """A row is in step with a name if its marker begins with the identity (runs §10.3)."""
    assert row_footprint("run_a", "ff rest of the marker") == footprint("run_a", 255)
    assert len({footprint("run_a", 1), footprint("run_a", 2), footprint("run_b", 1)}) == 3
    assert row_footprint("run_a", "") not in (0, footprint("run_a", 0))


def test_names_that_are_no_ids_leave_none() -> None:
    """What can be no run has no row, and is not missed (runs §1.1, §3.7)."""
    names = (".tmp-run_a-00000000", "not a run", "compare", "a..b", "broken \udcff name")
    assert {footprint(name, 7) for name in names} == {0}


def test_sum_follows_what_comes_and_goes() -> None:
    """The sum over all names is the same whatever was seen before (runs §10.3)."""
    seen = SeenNames()
    many = ({}, {"a": 1, "b": 2}, {"a": 1, "b": 3, ".c": 4}, {"b": 1}, {"b": 1, "a": 1}, {"b": 1, "a": 1}, {})
    for names in many:
        expected = sum(footprint(name, identity) for name, identity in names.items())
        assert seen.footprints(names) == expected
