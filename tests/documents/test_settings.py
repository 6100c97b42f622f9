"""The reference of settings."""

from pathlib import Path

from documents.markdown_tables import DOCS, names, rows
from flowtime_entrypoints.settings import API_KEYS_VARIABLE, KNOWN_VARIABLES, Settings, read_settings

DOCUMENT = "reference/settings.md"


def documented() -> dict[str, str]:
    text = (DOCS / DOCUMENT).read_text(encoding="utf-8")
    return {names(row[0])[0]: row[1].strip("`") for row in rows(text)}


def shown(value: object) -> str:
    if value is None or value == ():
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_setting_is_documented():
    """The table names every variable that is read, and no other (operations §1.1)."""
    assert set(documented()) == set(KNOWN_VARIABLES) - {API_KEYS_VARIABLE}


def test_defaults_are_documented():
    """The table gives the default of every setting (operations §1.1)."""
    defaults = read_settings({})
    fields = [name for name in Settings.__dataclass_fields__ if name != "unknown_variables"]
    values = {name: getattr(defaults, name) for name in fields}
    assert sorted(documented().values()) == sorted(map(shown, values.values()))


def test_each_default_stands_in_its_row():
    """Setting a variable to its documented default changes nothing (operations §1.1)."""
    given = {name: default for name, default in documented().items() if default != "none"}
    assert read_settings(given) == read_settings({})
    assert read_settings({}).data_dir == Path("data")
