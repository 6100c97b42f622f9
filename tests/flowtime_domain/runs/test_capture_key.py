"""Keys of captures."""

import pytest

from flowtime_domain.errors import CaptureKeyInvalidError
from flowtime_domain.runs.capture_key import CaptureKey


@pytest.mark.parametrize("text", ["a", "clinic-2025-03", "0.1_b", "x" * 128, "compare"])
def test_keys(text):
    """Letters, digits, dot, underscore and dash make a key (telemetry §2.1)."""
    assert str(CaptureKey(text)) == text


@pytest.mark.parametrize("text", ["", ".", ".a", "-a", "a..b", "a/b", "a b", "ä", "x" * 129, "a\n", "a\0"])
def test_texts_that_are_no_keys(text):
    """Anything else is refused before it gets near a file system (telemetry §2.1)."""
    with pytest.raises(CaptureKeyInvalidError):
        CaptureKey(text)
