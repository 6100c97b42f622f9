from examples.models import document_of
from flowtime_domain.errors import Place
from flowtime_domain.model.document import Document
from flowtime_domain.model.written_as import WrittenAs


def test_parts_move_with_what_they_are_in():
    """A pointer leads into the document as written (model §2.5)."""
    written = WrittenAs(Document({}), {("a",): ("b",), ("a", "c"): ("d",)})
    paths = [written.written_path(path) for path in (("a", 1), ("a", "c", 2), ("e",), ())]
    assert paths == [("b", 1), ("d", 2), ("e",), ()]


def test_errors_stand_where_the_part_is_written():
    """Errors are placed at the value, or at the key where the key is wrong (model §2.5)."""
    written = WrittenAs(document_of("a:\n  b: 1"), {("x",): ("a",)})
    value = written.error("out_of_range", "Too large.", ("x", "b"), limit=0)
    key = written.error("unknown_key", "Unknown.", ("x", "b"), key=True)
    assert (value.pointer, value.place, value.limit) == ("/a/b", Place(2, 6), 0)
    assert key.place == Place(2, 3)
