"""What is wrong with a request for a run, in the words of the flags that asked for it.

Rule 1: codes and pointers stay, so that a person finds in the reference what he sees.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowtime_domain.errors import DocumentError, RequestInvalidError

_NEEDS_CAPTURE: Final = "Mode 'telemetry' needs a capture; name it with '--capture-dir'."
_MESSAGES: Final[Mapping[tuple[str, str], str]] = {
    ("required_member", ""): _NEEDS_CAPTURE,
    ("required_member", "/telemetry"): _NEEDS_CAPTURE,
    ("blank_text", "/telemetry/captureDirectory"): "'--capture-dir' is blank; it names a directory.",
    ("conflicting_members", "/telemetry"): (
        "'--capture-dir' and '--bind' are for mode 'telemetry'; simulation mode reads no capture."
    ),
    ("conflicting_members", "/parameters"): (
        "'--param' and '--param-file' are for templates; a model holds its values itself."
    ),
    ("conflicting_members", "/options/runId"): (
        "Give either '--deterministic-run-id' or '--run-id', not both."
    ),
}
"""By code and pointer, where the words of the request would name a member that nobody typed."""


def in_words_of_flags(error: RequestInvalidError) -> RequestInvalidError:
    """The same findings, told to whoever typed flags."""
    return type(error)([_told(finding) for finding in error.errors])


def _told(finding: DocumentError) -> DocumentError:
    return replace(finding, message=_MESSAGES.get((finding.code, finding.pointer), finding.message))
