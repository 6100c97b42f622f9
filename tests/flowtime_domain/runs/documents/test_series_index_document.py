import pytest

from examples.clinic_desk import clinic_desk_bundle
from flowtime_domain.errors import SeriesNotFoundError

INDEX = clinic_desk_bundle().index


@pytest.mark.parametrize("series", ["desk_queue", "desk_queue@DESK_QUEUE@DEFAULT"])
def test_series_is_found_by_id_or_name(series):
    """A series is found by its id, or by the name that its id starts with (api §8.5)."""
    assert INDEX.entry(series).row == 3
    assert INDEX.entry(series).name == "desk_queue"


@pytest.mark.parametrize("series", ["desk_queu", "desk", "", "@DEFAULT", "desk_queue@"])
def test_other_texts_find_nothing(series):
    """What is neither id nor name finds nothing; the nearest name is given (api §8.5)."""
    with pytest.raises(SeriesNotFoundError) as caught:
        INDEX.entry(series)
    assert series != "desk_queu" or "did you mean 'desk_queue'?" in caught.value.detail
