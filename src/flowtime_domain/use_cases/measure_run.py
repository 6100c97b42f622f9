"""What a stored run says about the places of its model: reported series and derived metrics.

Rule 1: every number comes from the stored matrix; nothing is evaluated again.
"""

from dataclasses import dataclass
from typing import Final, final

import numpy as np

from flowtime_domain.compilation.compiler import compile_model
from flowtime_domain.evaluation.derived_metrics import Metrics, derived_metrics
from flowtime_domain.evaluation.place_numbers import PlaceNumbers, place_numbers
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import MODE_RULES
from flowtime_domain.model.reading import read_model
from flowtime_domain.ports.document_reader import DocumentReader
from flowtime_domain.runs import file_names
from flowtime_domain.runs.stored_run import StoredRun

_NO_LIMIT: Final = 2**53
STORED_DOCUMENT_LIMITS: Final = DocumentLimits(max_bytes=_NO_LIMIT, max_events=_NO_LIMIT)
"""A run was let in under the limits of its day; its normal form may be longer than what it was read from."""
_STORED_MODEL_LIMITS: Final = ModelLimits(_NO_LIMIT, _NO_LIMIT, _NO_LIMIT)


@final
@dataclass(frozen=True, slots=True, eq=False)
class MeasuredPlace:
    """A topology node of a run with its numbers and derived metrics."""

    numbers: PlaceNumbers
    metrics: Metrics


@final
@dataclass(frozen=True, slots=True)
class MeasureRun:
    """Measures the places of a stored run.

    Attributes
    ----------
    reader
        Reads the stored model, whatever its size.
    """

    reader: DocumentReader

    def __call__(self, run: StoredRun) -> tuple[MeasuredPlace, ...]:
        """All topology nodes in document order.

        Raises
        ------
        ModelInvalidError
            The stored model asks for what this version does not know.
        """
        document = self.reader.read(run.document(file_names.MODEL))
        seed = run.run.provenance.seed
        model = read_model(document, MODE_RULES[run.run.mode], _STORED_MODEL_LIMITS, seed)
        plan = compile_model(model, _STORED_MODEL_LIMITS)
        # What is not stored, such as the recurrence behind an observed queue, is no part of any metric.
        matrix = np.full((len(plan.steps), model.grid.bins), np.nan)
        for entry in run.index.series:
            matrix[plan.row_of[entry.name]] = run.values(entry.row)
        return tuple(
            MeasuredPlace(numbers, derived_metrics(numbers, model.grid))
            for numbers in place_numbers(plan, matrix)
        )
