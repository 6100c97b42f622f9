"""The names that a draft knows, and the nearest of them for a name that it does not."""

from flowtime_domain.model.rules.known_names import COMPARED_CHARACTERS, KnownNames


def test_hint():
    """A hint is the nearest name, the first among equals, or a full stop (model §2.7)."""
    names = KnownNames(["visits", "visit"])
    assert names.hint("visis") == "; did you mean 'visits'?"
    assert names.hint("zzzzzz") == "."


def test_unsettled_names_are_known_but_not_suggested():
    """Names that may exist later are known, and are never suggested (model §2.6)."""
    names = KnownNames(["visits"], unsettled=frozenset({"desk_served"}))
    assert "desk_served" in names
    assert "visits" in names
    assert "desk" not in names
    assert names.hint("desk_serve") == "."


def test_any_name_may_exist():
    """Where names cannot be read, every name and every beginning is known (model §2.6)."""
    names = KnownNames(["visits"], unsettled=None)
    assert "anything" in names
    assert names.is_any_like("any")


def test_beginnings():
    """A beginning is known if a known name has it (model §8.1)."""
    names = KnownNames(["visits"], unsettled=frozenset({"desk_served"}))
    beginnings = ("vis", "visits", "desk", "", "Vis", "visits_", "w")
    assert [names.is_any_like(prefix) for prefix in beginnings] == [True] * 4 + [False] * 3
    assert not KnownNames([]).is_any_like("")


def test_suggestions_are_limited():
    """A document full of mistakes costs a bounded number of comparisons (model §2.7)."""
    names = KnownNames([f"name{number}" for number in range(COMPARED_CHARACTERS // len("nam1") // 20)])
    hints = [names.hint("nam1") for _ in range(30)]
    assert hints[:20] == ["; did you mean 'name1'?"] * 20
    assert hints[20:] == ["."] * 10
