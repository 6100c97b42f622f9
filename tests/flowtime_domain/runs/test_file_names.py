import hashlib

from flowtime_domain.runs.file_names import csv_path, series_id


def test_series_id_holds_the_name_twice():
    """A series id is the name, the name in upper case and the class (runs §6.7)."""
    assert series_id("a_B2") == "a_B2@A_B2@DEFAULT"


def test_csv_has_the_series_id_as_name_up_to_200_characters():
    """An id of 200 characters is the name of its file (runs §6.9)."""
    identifier = "x" * 200
    assert csv_path(identifier) == f"series/{identifier}.csv"


def test_longer_ids_are_cut_and_told_apart():
    """A longer id is cut to 192 characters and gets a tilde and seven digits of its hash (runs §6.9)."""
    one, other = "x" * 201, "x" * 202
    digits = hashlib.sha256(one.encode()).hexdigest()[:7]
    assert csv_path(one) == f"series/{'x' * 192}~{digits}.csv"
    assert csv_path(one) != csv_path(other)
