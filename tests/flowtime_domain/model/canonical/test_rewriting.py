from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document
from flowtime_domain.model.mode_rules import SIMULATION_RULES


def test_moved_parts_lead_back_to_where_they_were_written():
    """Pointers lead into the document as written (model §2.5)."""
    rewriting = Rewriting(Document({}), SIMULATION_RULES)
    rewriting.moved[("grid",)] = ("window",)
    assert rewriting.written_path(("grid", "bins")) == ("window", "bins")


def test_a_rewriting_elsewhere_reports_nothing_here():
    """The second of two equal spellings is looked at without a trace (model §3.3)."""
    rewriting = Rewriting(Document({}), SIMULATION_RULES)
    other = rewriting.elsewhere(("a",), ("b",))
    other.report("invalid_type", "Wrong.", other.written_path(("a", "c")))
    assert [error.pointer for error in other.errors] == ["/b/c"]
    assert (rewriting.errors, rewriting.moved) == ([], {})
