"""The JSON documents of older bundles, as plain mappings (runs §10.2).

Rule 1: byte-order marks are skipped; members are looked up one by one, so unknown ones do no harm.
"""

import json
from typing import Final

from flowtime_domain.model.tree import Tree, number_in

SCHEMA_VERSION: Final = 1


def read_members(content: bytes) -> Tree:
    r"""The mapping that a JSON document holds.

    Raises
    ------
    ValueError
        The bytes are no UTF-8, no JSON, or no mapping.

    Examples
    --------
    >>> read_members(b'\xef\xbb\xbf{"schemaVersion": 1}')
    {'schemaVersion': 1}
    """
    text = content.decode("utf-8-sig")
    try:
        members = json.loads(text)
    except RecursionError as error:
        raise ValueError("the document is nested too deeply") from error
    if not isinstance(members, dict):
        raise ValueError("the document is no mapping")
    if "\\u" in text:
        # A lone surrogate could not be written into any answer.
        json.dumps(members, ensure_ascii=False).encode()
    return members


def is_older(run: bytes | None, manifest: bytes | None) -> bool:
    """Whether run.json is that of an older version and manifest.json not that of this one.

    So a changed digit in one of the two does not make an older bundle of a bundle of this version.
    """
    return _version(run) == SCHEMA_VERSION and _version(manifest) in (SCHEMA_VERSION, None)


def _version(content: bytes | None) -> float | None:
    """The schema version of a document; None if it cannot be told."""
    try:
        return None if content is None else number_in(read_members(content), "schemaVersion")
    except ValueError:
        return None
