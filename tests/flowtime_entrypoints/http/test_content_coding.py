"""Choosing a compression."""

import pytest

from flowtime_entrypoints.http.content_coding import preferred_encoding


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip", "gzip"),
        ("GZIP;level=1", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("identity, br;q=0.5", "identity"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("deflate", "identity"),
        ("br;q=nonsense", "identity"),
        ("", "identity"),
    ],
)
def test_weights_are_honoured(accepted, encoding):
    """The caller's weights decide between br and gzip; 0 refuses (api §1.6)."""
    assert preferred_encoding(accepted) == encoding
