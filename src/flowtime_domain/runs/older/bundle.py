"""An older bundle that was read (runs §10.2).

Rule 1: what no run of this version can be is found when a question needs it, not before (state §1.4).
"""

from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import MissingNodeDataError, ModeValidationFailedError, ProvenanceMismatchError
from flowtime_domain.model.grid import Grid
from flowtime_domain.runs.older.facts import OlderMetadata, OlderRunFacts, OlderSeriesIndex
from flowtime_domain.runs.older.mode_validation import ReadNumbers
from flowtime_domain.runs.older.model import OlderModel


@final
@dataclass(frozen=True, slots=True, eq=False)
class OlderBundle:
    """What an older bundle says.

    Attributes
    ----------
    facts, index, metadata
        What its documents say.
    grid
        The time grid.
    model
        What its model describes.
    numbers
        Its series, and what they tell about topology nodes.
    model_hashes
        The hashes that run.json and model/metadata.json name, None where they name none.
    manifest_hash
        Hash of the bytes of manifest.json.
    """

    facts: OlderRunFacts
    index: OlderSeriesIndex
    metadata: OlderMetadata
    grid: Grid
    model: OlderModel
    numbers: ReadNumbers
    model_hashes: tuple[str | None, str | None]
    manifest_hash: str

    def check_provenance(self) -> None:
        """Find out whether the documents are about the same model (state §9.1).

        Raises
        ------
        ProvenanceMismatchError
            They name different hashes.
        """
        named = [text for text in self.model_hashes if text is not None]
        if len({text.lower().removeprefix("sha256:") for text in named}) > 1:
            raise ProvenanceMismatchError(self.facts.run_id, *named)

    def check_numbers(self) -> None:
        """Find out whether the numbers are what a simulation gives (state §9.1).

        Raises
        ------
        ModeValidationFailedError, MissingNodeDataError
            They are not; the first node is named.
        """
        if self.facts.mode == "telemetry":
            return
        for violation in self.numbers.violations():
            if violation.series is None:
                raise MissingNodeDataError(violation.node_id)
            raise ModeValidationFailedError(violation.node_id, violation.series, violation.bins[0])
