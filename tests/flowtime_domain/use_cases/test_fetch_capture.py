"""Finding a capture."""

import pytest

from examples.captures import KEY, MANIFEST, visits
from fakes.capture_store import InMemoryCaptureStore
from flowtime_domain.errors import CaptureKeyInvalidError, CaptureNotFoundError
from flowtime_domain.use_cases.fetch_capture import FetchCapture


def test_a_capture_is_found_by_its_key():
    """A capture is verified and told (api §11.4)."""
    store = InMemoryCaptureStore()
    store.publish(visits().bundle, overwrite=False)
    assert FetchCapture(store)(str(KEY)).manifest.members() == MANIFEST


@pytest.mark.parametrize(("key", "error"), [("no", CaptureNotFoundError), ("../no", CaptureKeyInvalidError)])
def test_a_key_without_capture(key, error):
    """An unknown key and a text that is none are told apart (api §11.4)."""
    with pytest.raises(error):
        FetchCapture(InMemoryCaptureStore())(key)
