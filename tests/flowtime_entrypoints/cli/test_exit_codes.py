"""The table of exit codes."""

import pytest

from flowtime_domain.errors import FlowTimeError
from flowtime_entrypoints.cli.exit_codes import EXIT_CODES, exit_code_of


def leaves(kind: type[FlowTimeError]) -> list[type[FlowTimeError]]:
    below = kind.__subclasses__()
    return [leaf for each in below for leaf in leaves(each)] if below else [kind]


@pytest.mark.parametrize("kind", leaves(FlowTimeError))
def test_every_error_has_its_row(kind: type[FlowTimeError]) -> None:
    """An error that can reach a command has exactly one exit code (operations §4.2)."""
    assert EXIT_CODES[kind] == (2 if kind.code in ("usage", "setting_invalid") else 1)


def test_only_errors_have_rows() -> None:
    """The table knows no error that is not in the tree (operations §4.2)."""
    assert set(EXIT_CODES) == set(leaves(FlowTimeError))


def test_a_bug_is_a_failure() -> None:
    """What is not in the tree ends with 1 (operations §4.2)."""
    assert exit_code_of(TypeError()) == 1
