"""From the object that a caller sends to a request whose members are right (runs §2.1).

Rule 1: HTTP, command line and library build the same object and read it here.
Rule 2: this file checks members, not what they name: whether a mode, a template or a run id exists or is
well formed is found out by whoever uses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.evaluation.seeds import MAXIMUM_SEED
from flowtime_domain.model.document import Value
from flowtime_domain.runs.request_members import RequestMembers
from flowtime_domain.runs.run_request import RunOptions, RunRequest, TelemetryRequest

GENERATOR_KINDS: Final = ("pcg32",)
_MEMBERS: Final = ("templateId", "model", "mode", "parameters", "rng", "telemetry", "options")
_OPTIONS: Final = ("deterministicRunId", "runId", "dryRun", "overwriteExisting")


def read_run_request(members: Value) -> RunRequest:
    """The request that an object describes.

    Parameters
    ----------
    members
        The parsed body of ``POST /v1/runs``; the command line and the library build the same.

    Raises
    ------
    RequestInvalidError
        It is no object, or members are unknown, missing, in conflict or of a wrong type; `errors` lists
        them all, with pointers into the object.

    Examples
    --------
    >>> read_run_request({"templateId": "order-system", "rng": {"seed": 7}}).seed
    7
    """
    body = RequestMembers.of_body(members, _MEMBERS)
    telemetry = _telemetry(body)
    mode = body.text("mode") or ("telemetry" if body.gives("telemetry") else "simulation")
    _check_mode(body, mode, telemetry)
    subject = read_subject(body)
    _check_bindings(body, subject, telemetry)
    request = RunRequest(
        mode=mode,
        template_id=subject.template_id,
        model=subject.model,
        parameters=subject.parameters,
        seed=read_seed(body),
        telemetry=telemetry,
        options=_options(body),
    )
    body.raise_errors()
    return request


@final
@dataclass(frozen=True, slots=True)
class RequestSubject:
    """What a request is about: a template with parameter values, or an inline model."""

    template_id: str | None
    model: str | Mapping[str, Value] | None
    parameters: Mapping[str, Value]


def read_subject(body: RequestMembers) -> RequestSubject:
    """Exactly one of a template and a model, and parameters for templates only."""
    parameters = body.mapping("parameters") or {}
    if not body.gives("templateId") and not body.gives("model"):
        body.reject("required_member", "Give either 'templateId' or 'model'.")
    elif body.gives("templateId") and body.gives("model"):
        body.reject("conflicting_members", "Give either 'templateId' or 'model', not both.", "model")
    elif body.gives("model") and parameters:
        message = "'parameters' belong to templates; an inline model holds its values itself."
        body.reject("conflicting_members", message, "parameters")
    return RequestSubject(body.text("templateId"), _model(body), parameters)


def read_seed(body: RequestMembers) -> int | None:
    """The seed of a request, None if it leaves the choice to the model."""
    rng = body.section("rng", ("kind", "seed"))
    rng.word("kind", GENERATOR_KINDS)
    return rng.integer("seed", 0, MAXIMUM_SEED)


def _model(body: RequestMembers) -> str | Mapping[str, Value] | None:
    """An inline model: a text, or an object whose own rules are those of documents."""
    value = body.value("model")
    if isinstance(value, Mapping):
        return value
    if value is None or isinstance(value, str):
        return body.text("model")
    body.reject("invalid_type", "'model' must be an object or a YAML text.", "model")
    return None


def _telemetry(body: RequestMembers) -> TelemetryRequest | None:
    section = body.section("telemetry", ("captureDirectory", "bindings"))
    directory = section.text("captureDirectory")
    bindings = {}
    for name, path in (section.mapping("bindings") or {}).items():
        if isinstance(path, str) and path.strip():
            bindings[name] = path
        elif isinstance(path, str):
            section.reject("blank_text", f"The path bound to '{name}' is blank.", "bindings", name)
        else:
            section.reject("invalid_type", f"'{name}' must be bound to a path.", "bindings", name)
    return None if directory is None else TelemetryRequest(directory, bindings)


def _check_mode(body: RequestMembers, mode: str, telemetry: TelemetryRequest | None) -> None:
    folded = mode.lower()
    if folded == "simulation" and body.gives("telemetry"):
        message = "'telemetry' belongs to mode 'telemetry'; simulation mode reads no capture."
        body.reject("conflicting_members", message, "telemetry")
    if folded == "telemetry" and telemetry is None:
        section = body.value("telemetry")
        is_given = isinstance(section, Mapping) and section.get("captureDirectory") is not None
        if is_given or not isinstance(section, Mapping | None):
            return  # wrong in another way, and reported so
        message = "Mode 'telemetry' needs 'telemetry.captureDirectory'."
        body.reject("required_member", message, *(["telemetry"] if isinstance(section, Mapping) else []))


def _options(body: RequestMembers) -> RunOptions:
    section = body.section("options", _OPTIONS)
    options = RunOptions(
        deterministic_run_id=section.flag("deterministicRunId"),
        run_id=section.text("runId", may_be_blank=True),
        dry_run=section.flag("dryRun"),
        overwrite_existing=section.flag("overwriteExisting"),
    )
    if options.deterministic_run_id and section.gives("runId"):
        message = "A run has either a deterministic id or the id in 'runId', not both."
        section.reject("conflicting_members", message, "runId")
    return options


def _check_bindings(
    body: RequestMembers, subject: RequestSubject, telemetry: TelemetryRequest | None
) -> None:
    for name in telemetry.bindings if telemetry else ():
        if name in subject.parameters:
            message = f"Parameter '{name}' is both given and bound to a captured file."
            body.reject("conflicting_members", message, "telemetry", "bindings", name)
