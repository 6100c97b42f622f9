"""Bodies that were sent."""

from flowtime_entrypoints.http.kept_bodies import KeptBodies


def test_bodies_that_nobody_asks_for_make_room():
    """All bodies together never take more than allowed; those asked for last stay (api §4.3)."""
    kept = KeptBodies(most_bytes=10)
    kept.keep("a", b"1234")
    kept.keep("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.keep("c", b"12345")
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (b"1234", None, b"12345")


def test_body_that_is_larger_than_all_together():
    """A body for which there is no room leaves the others where they are (api §4.3)."""
    kept = KeptBodies(most_bytes=10)
    kept.keep("a", b"1234")
    kept.keep("b", b"12345678901")
    assert (kept.get("a"), kept.get("b")) == (b"1234", None)
