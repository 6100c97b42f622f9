import json

from examples.clinic_desk import MANIFEST_HASH, clinic_desk_bundle
from fakes.artifact_store import bundle_contents
from flowtime_domain.runs.artifact_documents import manifest_hash

MEMBERS = json.loads(bundle_contents(clinic_desk_bundle())["manifest.json"])


def test_hash_covers_every_member_but_itself():
    """The hash of a manifest depends on each of its members, not on their order (runs §6.11)."""
    assert manifest_hash(MEMBERS) == MANIFEST_HASH
    assert manifest_hash({**MEMBERS, "manifestHash": None}) == MANIFEST_HASH
    assert manifest_hash(dict(reversed(MEMBERS.items()))) == MANIFEST_HASH
    for member in MEMBERS.keys() - {"manifestHash"}:
        assert manifest_hash({**MEMBERS, member: None}) != MANIFEST_HASH
