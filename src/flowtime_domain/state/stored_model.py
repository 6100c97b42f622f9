"""The structure of a stored model, read without its numbers.

Rule 1: this file knows the layout of our own YAML (runs §6.2) and nothing of other documents.
Rule 2: of the values of a const only one thing is kept: whether they ever change (engine §11.2).
"""

import re
from typing import Final

from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import MODE_RULES
from flowtime_domain.model.reading import read_model
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs import file_names
from flowtime_domain.runs.stored_run import StoredRun

_NO_LIMIT: Final = 2**53
STORED_DOCUMENT_LIMITS: Final = DocumentLimits(max_bytes=_NO_LIMIT, max_events=_NO_LIMIT)
"""A run was let in under the limits of its day; its normal form may be longer than what it was read from."""
STORED_MODEL_LIMITS: Final = ModelLimits(_NO_LIMIT, _NO_LIMIT, _NO_LIMIT)
# A series node is an element of a list at the top: only its own keys are indented by four blanks.
_VALUES: Final = re.compile(rb"^    values: \[([^\n]*)\](?:\n    repeat: \w+)?$", re.MULTILINE)
_CHANGING: Final = b"    values: [0, 1]\n    repeat: true"


def model_outline(stored: bytes) -> bytes:
    r"""The text of a stored model with stand-ins for lists of values.

    Parameters
    ----------
    stored
        A model as runs store it.

    Returns
    -------
    bytes
        A model of the same structure. A list of one number repeated is that number, so it still never
        changes; any other list is one that changes.

    Examples
    --------
    >>> print(model_outline(b"nodes:\n  - id: a\n    kind: const\n    values: [4, 4, 4]").decode())
    nodes:
      - id: a
        kind: const
        values: 4
    """
    return _VALUES.sub(lambda match: _stand_in(match[1]), stored)


def _stand_in(items: bytes) -> bytes:
    first, comma, _ = items.partition(b", ")
    return b"    values: " + first if items == first + (comma + first) * items.count(b",") else _CHANGING


def read_stored_model(run: StoredRun, reader: DocumentReader) -> FlowModel:
    """The structure of the model that a run was evaluated from.

    Parameters
    ----------
    run
        An intact run.
    reader
        Reads documents under `STORED_DOCUMENT_LIMITS`.

    Returns
    -------
    FlowModel
        The model, but for the values of its const nodes, for which others stand in.

    Raises
    ------
    ModelInvalidError
        The stored model asks for what this version does not know.
    """
    document = reader.read(model_outline(run.document(file_names.MODEL)))
    return read_model(document, MODE_RULES[run.run.mode], STORED_MODEL_LIMITS, run.run.provenance.seed)
