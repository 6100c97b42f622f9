"""Reading how gaps are to be treated (telemetry §5)."""

from typing import Final, cast, get_args

from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.telemetry.gaps import GapMode, GapTreatment

GAP_MODES: Final[tuple[str, ...]] = get_args(GapMode)


def read_gap_treatment(body: RequestMembers) -> GapTreatment:
    """What the member `gaps` of a request asks for; its default if it is absent."""
    section = body.section("gaps", ("mode", "fillNaN"))
    mode = section.word("mode", GAP_MODES) or "warn"
    return GapTreatment(cast("GapMode", mode), fill_nan=section.flag("fillNaN"))
