"""Answers about one run: immutable, so that a caller who has one need not get it again (api §4.2)."""

import re
from collections.abc import Mapping
from typing import Final

from flowtime_domain.runs.identity import sha256_digits

CACHE_CONTROL: Final = "private, no-cache"
ENCODINGS: Final = ("br", "gzip")
_DIGITS: Final = 32
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")|(\*)')
_ENCODING_SUFFIX: Final = re.compile(rf'-({"|".join(ENCODINGS)})"\Z')


def entity_tag(manifest_hash: str, path: str, query: Mapping[str, str], engine_version: str) -> str:
    """The strong tag of an answer about a run, as it is sent uncompressed.

    Parameters
    ----------
    manifest_hash
        `manifestHash` of the run.
    path, query
        The decoded path and query parameters.
    engine_version
        Version of the distribution that answers.

    Examples
    --------
    >>> entity_tag("sha256:00", "/v1/runs/a/index", {}, "0.1.0")
    '"732384256409d3d23cec6d75389d8c24"'
    """
    canonical_query = "&".join(f"{name}={query[name]}" for name in sorted(query))
    text = "\n".join((manifest_hash, path, canonical_query, engine_version))
    return f'"{sha256_digits(text.encode(errors="surrogatepass"))[:_DIGITS]}"'


def encoded_tag(tag: str, encoding: str) -> str:
    """The tag of the same answer in a compressed body.

    Examples
    --------
    >>> encoded_tag('"0f"', "br")
    '"0f-br"'
    """
    return f'{tag[:-1]}-{encoding}"'


def matching_tag(if_none_match: str, tag: str | None) -> str | None:
    """The tag of a caller's list that stands for the answer, in whatever encoding; None if none does.

    Examples
    --------
    >>> matching_tag('"aa", W/"0f-gzip"', '"0f"')
    '"0f-gzip"'
    """
    if tag is None:
        return None
    for match in _TAG.finditer(if_none_match):
        given, anything = match.groups()
        if anything:
            return tag
        if _ENCODING_SUFFIX.sub('"', given) == tag:
            return str(given)
    return None
