"""What a caller asks for when a document is to be checked without making a run (api §10.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, cast, final

from flowtime_domain.model.document import Value
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.runs.request_reading import read_seed, read_subject

Tier: TypeAlias = Literal["schema", "compile", "analyse"]
TIERS: Final = ("schema", "compile", "analyse")
_MEMBERS: Final = ("model", "templateId", "parameters", "mode", "rng", "tier")


@final
@dataclass(frozen=True, slots=True)
class ValidationRequest:
    """A request whose members have been checked; one of the three documents is given.

    Attributes
    ----------
    template_id
        Template of the catalogue.
    model
        Inline model: a YAML or JSON text, or a parsed mapping.
    file
        The bytes of a file given to a command about templates: a template if it declares parameters, else
        a model (model §3.1).
    parameters
        Values by parameter name; nulls are gone.
    mode
        Name as the caller wrote it; it decides which rules hold.
    seed
        `rng.seed`, or None.
    tier
        How far the check goes (model §2.6).
    """

    template_id: str | None = None
    model: str | Mapping[str, Value] | None = None
    file: bytes | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    mode: str = "simulation"
    seed: int | None = None
    tier: Tier = "compile"


def read_validation_request(members: Value) -> ValidationRequest:
    """The request that the body of ``POST /v1/validate`` describes.

    Raises
    ------
    RequestInvalidError
        Members are unknown, missing, in conflict or of a wrong type; `errors` lists them all.
    """
    body = RequestMembers.of_body(members, _MEMBERS)
    subject = read_subject(body)
    mode = body.text("mode") or "simulation"
    tier = body.word("tier", TIERS) or "compile"
    if tier == "analyse" and mode.lower() == "telemetry":
        message = "Tier 'analyse' evaluates, and without a capture mode 'telemetry' has nothing to evaluate."
        body.reject("conflicting_members", message, "tier")
    request = ValidationRequest(
        template_id=subject.template_id,
        model=subject.model,
        parameters=subject.parameters,
        mode=mode,
        seed=read_seed(body),
        tier=cast(Tier, tier),
    )
    body.raise_errors()
    return request
