from flowtime_adapters.document_reader.guard import Guard
from flowtime_domain.errors import Place
from flowtime_domain.model.limits import DocumentLimits

LIMITS = DocumentLimits(max_depth=2, max_events=3, max_aliases=1)


def guard() -> Guard:
    return Guard(LIMITS, lambda: ("a", 0), lambda at: Place(at, 1))


def test_a_limit_may_be_reached():
    """What equals a limit is allowed (model §2.2)."""
    counts = guard()
    counts.count(3, 1)
    counts.count_aliases(1, 1)
    counts.check_depth(2, 1)
    assert counts.findings == []
    assert not counts.is_exceeded


def test_each_limit_is_reported_where_it_is_passed_first():
    """A limit that is passed again and again is reported once (model §2.2)."""
    counts = guard()
    for at in (1, 2, 3):
        counts.count(2, at)
        counts.count_aliases(2, at)
        counts.check_depth(at + 1, at)
    reported = {finding.code: finding for finding in counts.findings}
    assert len(counts.findings) == 3
    assert reported["too_many_events"].place == Place(2, 1)
    assert reported["too_many_aliases"].place == Place(1, 1)
    assert reported["document_too_deep"].requested == 3
    assert counts.is_exceeded
    assert (counts.events, counts.aliases) == (6, 6)


def test_findings_name_the_path():
    """A finding has the pointer and the place of what breaks the rule (model §2.5)."""
    counts = guard()
    counts.found("invalid_type", "wrong", 4)
    counts.found_duplicate(5)
    assert [(finding.code, finding.pointer, finding.place) for finding in counts.findings] == [
        ("invalid_type", "/a/0", Place(4, 1)),
        ("duplicate_key", "/a/0", Place(5, 1)),
    ]
