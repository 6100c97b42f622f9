import pytest

from flowtime_domain.runs.older.members import is_older, read_members


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff{}", b"[" * 100_000, b'{"a": "\\ud800"}'])
def test_what_is_no_mapping_is_refused(content):
    """A document of an older bundle is a JSON mapping of characters (runs §10.2)."""
    with pytest.raises(ValueError, match=r"."):
        read_members(content)


def test_escaped_characters_are_read():
    """Escapes that spell characters do no harm (runs §10.2)."""
    assert read_members(b'{"a": "\\u00e9\\ud83d\\ude00"}') == {"a": "\u00e9\U0001f600"}


@pytest.mark.parametrize(
    ("run", "manifest", "older"),
    [
        (b'{"schemaVersion": 1}', b'{"schemaVersion": 1}', True),
        (b'\xef\xbb\xbf{"schemaVersion": 1}', None, True),
        (b'{"schemaVersion": 1}', b"{", True),
        (b'{"schemaVersion": 1}', b'{"schemaVersion": 2}', False),
        (b'{"schemaVersion": 2}', b'{"schemaVersion": 1}', False),
        (b'{"schemaVersion": true}', None, False),
        (b"{}", None, False),
        (b"{", None, False),
        (None, b'{"schemaVersion": 1}', False),
    ],
)
def test_older_bundle_is_known_by_its_version(run, manifest, older):
    """A bundle is older if run.json says version 1 and manifest.json nothing else (runs §10.2)."""
    assert is_older(run, manifest) is older
