"""Failures in the words of events."""

import pytest

from flowtime_domain.errors import DocumentError, ModelInvalidError, RunCorruptError, RunExistsError
from flowtime_domain.use_cases.failure_facts import FailureFacts

FINDING = DocumentError(code="required_key", message="m", pointer="")


@pytest.mark.parametrize(
    ("error", "code", "count"),
    [
        (RunExistsError("a"), "run_exists", 0),
        (RunCorruptError("a", [FINDING, FINDING]), "run_corrupt", 2),
        (ModelInvalidError([FINDING] * 1001), "model_invalid", 1001),
        (KeyError("a"), "internal_error", 0),
        (KeyboardInterrupt(), "shutting_down", 0),
    ],
)
def test_every_failure_has_a_code(error, code, count):
    """Errors, bugs and interrupts have their codes, and all findings are counted (operations §2.4)."""
    facts = FailureFacts.of(error)
    assert (facts.code, facts.error_count) == (code, count)
    assert facts.detail
