"""Tags of answers about runs."""

import pytest

from examples.clinic_desk import MANIFEST_HASH
from examples.http_service import CLINIC_DESK_PATH
from flowtime_entrypoints.http.conditional import encoded_tag, entity_tag, matching_tag

TAG = '"656ca8ae890952abac3c3150803be7bd"'


def test_worked_example():
    """The tag of the worked example is the one of the reference (api §4.2)."""
    assert entity_tag(MANIFEST_HASH, f"{CLINIC_DESK_PATH}/index", {}, "0.1.0") == TAG


def test_query_counts_by_name():
    """Equal queries give equal tags whatever their order; another value gives another tag (api §4.2)."""
    first = entity_tag(MANIFEST_HASH, "/p", {"a": "1", "b": "2"}, "0.1.0")
    assert entity_tag(MANIFEST_HASH, "/p", {"b": "2", "a": "1"}, "0.1.0") == first
    assert entity_tag(MANIFEST_HASH, "/p", {"a": "1", "b": "3"}, "0.1.0") != first


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_compressed_answer_is_the_same_answer(encoding):
    """A tag of a compressed body stands for the answer (api §4.2)."""
    compressed = encoded_tag(TAG, encoding)
    assert compressed == f'{TAG[:-1]}-{encoding}"'
    assert matching_tag(f"W/{compressed}", TAG) == compressed


@pytest.mark.parametrize("given", ["", "garbage", '"0"', '"656ca8ae890952abac3c3150803be7bd-zstd"'])
def test_other_tags_do_not_match(given):
    """Neither another tag nor what is no tag matches (api §4.2)."""
    assert matching_tag(given, TAG) is None
