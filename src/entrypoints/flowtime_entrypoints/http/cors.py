"""Which pages of other origins may call the API (api §3.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, final

ANY: Final = "*"
METHODS: Final = ("GET", "POST", "DELETE")
REQUEST_HEADERS: Final = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-None-Match",
    "X-Request-Id",
)
EXPOSED_HEADERS: Final = (
    "ETag",
    "Link",
    "Location",
    "Idempotent-Replayed",
    "Retry-After",
    "X-Request-Id",
)


@final
@dataclass(frozen=True, slots=True)
class CrossOriginPolicy:
    """Answers for the origins that a deployment names, and for no others.

    Examples
    --------
    >>> policy = CrossOriginPolicy(["https://flow.example.org"])
    >>> policy.headers("https://other.example.org")
    {}
    """

    origins: Sequence[str]

    def headers(self, origin: str | None) -> dict[str, str]:
        """Headers of an answer to a page of this origin; none if it is not named."""
        if origin is None or (origin not in self.origins and ANY not in self.origins):
            return {}
        return {
            "Access-Control-Allow-Origin": ANY if ANY in self.origins else origin,
            "Access-Control-Expose-Headers": ", ".join(EXPOSED_HEADERS),
        }

    def preflight_headers(self, method: str, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers of the answer to a preflight; none if the request is none, or its origin not named."""
        if method != "OPTIONS" or "access-control-request-method" not in headers:
            return {}
        allowed = self.headers(headers.get("origin"))
        if not allowed:
            return {}
        return {
            "Access-Control-Allow-Origin": allowed["Access-Control-Allow-Origin"],
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": ", ".join(REQUEST_HEADERS),
            "Access-Control-Max-Age": "600",
        }
