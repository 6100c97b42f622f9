import json
from collections.abc import Callable

import pytest

from examples.clinic_desk import RUN_ID, clinic_desk_bundle, other_bundle
from fakes.artifact_store import InMemoryFiles, bundle_contents
from flowtime_domain.runs.artifact_documents import FileEntry, manifest_hash
from flowtime_domain.runs.encoding import artifact_json
from flowtime_domain.runs.identity import RunId, sha256_digits
from flowtime_domain.runs.verification import findings, verified_manifest

CONTENTS = bundle_contents(clinic_desk_bundle())
OTHER = bundle_contents(other_bundle())
CSV = "series/visits@VISITS@DEFAULT.csv"
Contents = dict[str, bytes]


def found(contents: Contents, name: str = str(RUN_ID), irregular: tuple[str, ...] = ()) -> list[tuple]:
    files = InMemoryFiles(name, contents)
    files.irregular = irregular
    return [(finding.code, finding.file) for finding in findings(files)]


def sealed(contents: Contents) -> Contents:
    """The contents with a manifest that is right about all of them."""
    contents = {path: content for path, content in contents.items() if path != "manifest.json"}
    entries = [
        FileEntry(path=path, size=len(content), sha256=sha256_digits(content))
        for path, content in contents.items()
    ]
    return {**contents, "manifest.json": clinic_desk_bundle().complete_manifest(entries).to_json()}


def changed_manifest(change: Callable[[dict], dict]) -> Contents:
    """The contents with other members in a manifest whose own hash is right."""
    members = change(json.loads(CONTENTS["manifest.json"]))
    members["manifestHash"] = manifest_hash(members)
    return {**CONTENTS, "manifest.json": artifact_json(members)}


def test_intact_bundle_has_no_findings():
    """A bundle as it was written is intact (runs §9.1)."""
    assert found(CONTENTS) == []
    assert sealed(CONTENTS) == CONTENTS


@pytest.mark.parametrize("path", CONTENTS)
def test_every_flipped_byte_is_found(path):
    """Flipping any single byte of any file is found (runs §9.1)."""
    code = "manifest_invalid" if path == "manifest.json" else "file_hash_differs"
    content = CONTENTS[path]
    for position in range(len(content)):
        flipped = bytearray(content)
        flipped[position] ^= 0x01
        assert (code, path) in found({**CONTENTS, path: bytes(flipped)}), position


@pytest.mark.parametrize("path", CONTENTS)
def test_every_cut_or_added_byte_is_found(path):
    """Cutting or adding a single byte anywhere in any file is found (runs §9.1)."""
    code = "manifest_invalid" if path == "manifest.json" else "file_size_differs"
    content = CONTENTS[path]
    for position in range(0, len(content) + 1, 1 if len(content) < 500 else 7):
        added = content[:position] + b" " + content[position:]
        assert (code, path) in found({**CONTENTS, path: added}), position
        if position < len(content):
            cut = content[:position] + content[position + 1 :]
            assert (code, path) in found({**CONTENTS, path: cut}), position


def test_missing_manifest_is_found():
    """Without its manifest a bundle is corrupt (runs §9.1)."""
    contents = {path: content for path, content in CONTENTS.items() if path != "manifest.json"}
    assert found(contents) == [("manifest_missing", "manifest.json")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 100_000,
        CONTENTS["manifest.json"].replace(b'"eventCount": 0', b'"eventCount": NaN'),
        CONTENTS["manifest.json"].replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + CONTENTS["manifest.json"],
        CONTENTS["manifest.json"].replace(b"  ", b"\t"),
        CONTENTS["manifest.json"].replace(b"clinic-desk", b"clinic-\\u0064esk"),
        CONTENTS["manifest.json"].replace(b'"eventCount": 0,', b'"eventCount": 0,\n  "eventCount": 0,'),
        CONTENTS["manifest.json"].replace(b'"seed": null', b'"seed": "\\ud800"'),
    ],
)
def test_manifest_that_was_rewritten_is_invalid(content):
    """A manifest of another content or another layout is invalid (runs §9.1)."""
    assert found({**CONTENTS, "manifest.json": content}) == [("manifest_invalid", "manifest.json")]


def test_members_of_a_manifest_keep_their_order():
    """The same members in another order are another layout (runs §1.5, §9.1)."""
    reordered = changed_manifest(lambda members: dict(reversed(members.items())))
    assert found(reordered) == [("manifest_invalid", "manifest.json")]
    inside = changed_manifest(lambda members: {**members, "rng": dict(reversed(members["rng"].items()))})
    assert found(inside) == [("manifest_invalid", "manifest.json")]


def test_members_of_a_later_version_do_no_harm():
    """A manifest with members that this version does not know is read (runs §6.12)."""
    later = changed_manifest(
        lambda members: {"later": [1.5], **members, "rng": {**members["rng"], "later": 1}}
    )
    assert found(later) == []
    assert verified_manifest(later["manifest.json"]).rng.seed is None


@pytest.mark.parametrize("path", [path for path in CONTENTS if path != "manifest.json"])
def test_missing_file_is_found(path):
    """A file that the manifest lists and that is not there is found, once (runs §9.1)."""
    contents = {other: content for other, content in CONTENTS.items() if other != path}
    assert found(contents) == [("file_missing", path)]


@pytest.mark.parametrize("path", [path for path in CONTENTS if not path.endswith((".csv", "manifest.json"))])
def test_file_that_every_run_has_is_missed_even_if_it_is_not_listed(path):
    """A manifest cannot make a bundle whole that lacks one of the files of every run (runs §6.1)."""
    lacking = {other: content for other, content in CONTENTS.items() if other != path}
    assert ("file_missing", path) in found(sealed(lacking))


def test_unexpected_files_are_found():
    """Files that the manifest does not list, links and devices are found wherever they are (runs §9.1)."""
    contents = {**CONTENTS, "notes.txt": b"", "model/telemetry/x.csv": b"1"}
    assert found(contents, irregular=("series/link",)) == [
        ("file_unexpected", "series/link"),
        ("file_unexpected", "model/telemetry/x.csv"),
        ("file_unexpected", "notes.txt"),
    ]


def test_names_that_are_no_text_can_be_shown():
    """A finding about a file whose name is no text can be written like any other (runs §9.1)."""
    ((code, path),) = found({**CONTENTS, "\udcff": b""})
    assert (code, path) == ("file_unexpected", "\\udcff")


def test_moved_bundle_is_found():
    """A run directory under another name is not the run that it says it is (runs §9.1)."""
    assert found(CONTENTS, name="elsewhere") == [("run_id_differs", "run.json")]


def test_unreadable_documents_are_found_behind_a_right_manifest():
    """Documents that are no documents are found even if the manifest lists them so (runs §9.1)."""
    assert found(sealed({**CONTENTS, "run.json": b"{}"})) == [("run_id_differs", "run.json")]
    assert found(sealed({**CONTENTS, "model/metadata.json": b"[]"})) == [
        ("identity_differs", "model/metadata.json")
    ]
    assert found(sealed({**CONTENTS, "series/index.json": b"\xff"})) == [
        ("index_differs", "series/index.json")
    ]


def test_documents_of_two_runs_are_found():
    """A bundle whose documents name different models or scenarios is found (runs §9.1)."""
    codes = found(sealed({**CONTENTS, "run.json": OTHER["run.json"]}))
    assert codes == [("identity_differs", "run.json"), ("identity_differs", "run.json")]
    codes = found(sealed({**CONTENTS, "model/metadata.json": OTHER["model/metadata.json"]}))
    assert codes == [("identity_differs", "model/metadata.json")]
    codes = found(sealed({**CONTENTS, "model/model.yaml": OTHER["model/model.yaml"]}))
    assert codes == [
        ("identity_differs", path) for path in ("run.json", "manifest.json", "model/metadata.json")
    ]


def test_index_and_matrix_of_two_runs_are_found():
    """An index that does not describe the matrix is found (runs §9.1)."""
    assert (
        found(sealed({**CONTENTS, "series/matrix.npy": OTHER["series/matrix.npy"]}))
        == [("index_differs", "series/index.json")] * 3
    )
    assert found(sealed({**CONTENTS, "series/matrix.npy": CONTENTS["series/matrix.npy"][:-8]})) == [
        ("index_differs", "series/matrix.npy")
    ]


@pytest.mark.parametrize(("old", "new"), [(b'"row": 1', b'"row": 2'), (b'"points": 3', b'"points": 4')])
def test_wrong_rows_and_points_are_found(old, new):
    """Rows and points of the index agree with the matrix (runs §9.1)."""
    index = CONTENTS["series/index.json"].replace(old, new, 1)
    assert found(sealed({**CONTENTS, "series/index.json": index})) == [("index_differs", "series/index.json")]


def test_findings_say_what_is_wrong_to_a_person():
    """Each finding has a sentence beside its code and path (runs §9.1)."""
    files = InMemoryFiles("elsewhere", {**CONTENTS, CSV: b""})
    messages = [finding.message for finding in findings(files)]
    assert messages == [
        "The file has 0 bytes instead of 23.",
        "run.json does not name the run directory.",
    ]


def test_other_run_is_intact_under_its_own_id():
    """The second example of these tests is a whole bundle itself (runs §9.1)."""
    assert found(bundle_contents(other_bundle(RunId("other"))), name="other") == []
