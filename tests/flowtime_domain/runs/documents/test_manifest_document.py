import json

from hypothesis import given
from hypothesis import strategies as st

from examples.clinic_desk import MANIFEST_HASH, clinic_desk_bundle
from fakes.artifact_store import bundle_contents
from flowtime_domain.runs.artifact_documents import FileEntry, ManifestDocument, RngDocument, manifest_hash
from flowtime_domain.runs.encoding import artifact_json

CONTENT = bundle_contents(clinic_desk_bundle())["manifest.json"]
MEMBERS = json.loads(CONTENT)


def test_hash_covers_every_member_but_itself():
    """The hash of a manifest depends on each of its members, not on their order (runs §6.11)."""
    assert manifest_hash(MEMBERS) == MANIFEST_HASH
    assert manifest_hash({**MEMBERS, "manifestHash": None}) == MANIFEST_HASH
    assert manifest_hash(dict(reversed(MEMBERS.items()))) == MANIFEST_HASH
    for member in MEMBERS.keys() - {"manifestHash"}:
        assert manifest_hash({**MEMBERS, member: None}) != MANIFEST_HASH


@given(st.dictionaries(st.text(), st.integers(min_value=0)), st.none() | st.integers())
def test_manifest_is_written_like_every_document(sizes, seed):
    """Whatever its files are called, a manifest has the layout and the hash of all (runs §1.5, §3.1)."""
    manifest = ManifestDocument.from_json(CONTENT).model_copy(
        update={
            "rng": RngDocument(kind="pcg32", seed=seed),
            "series_hashes": dict.fromkeys(sizes, MANIFEST_HASH),
            "files": tuple(FileEntry(path=path, size=sizes[path], sha256="0" * 64) for path in sizes),
        }
    )
    assert manifest.to_json() == artifact_json(manifest.members())
    assert manifest.right_hash() == manifest_hash(manifest.members())
