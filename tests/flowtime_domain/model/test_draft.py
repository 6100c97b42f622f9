from examples.drafts import GRID, draft_of

DRAFT = (
    GRID
    + """\
nodes: [{id: a, values: 1}]
topology: {nodes: [{id: Q, kind: queue, semantics: {arrivals: a, capacity: a}}]}
"""
)


def test_a_draft_knows_its_series():
    """The series that a draft publishes are found once (engine §2.1)."""
    draft = draft_of(DRAFT)
    assert [series.name for series in draft.series] == ["a", "q_served", "q_queue"]
    assert draft.series is draft.series


def test_a_draft_knows_the_outlines_of_its_places():
    """Each topology node comes with its outline (model §7.2)."""
    ((drafted, outline),) = draft_of(DRAFT).places
    assert (drafted.identifier, outline.has_outflow) == ("Q", True)
