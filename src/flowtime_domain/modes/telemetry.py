"""Telemetry mode: a run replays what was captured, and computes the rest (runs §5.4).

Rule 1: the capture is verified before anything else is looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, final

from flowtime_domain.errors import DocumentError, ParametersInvalidError, pointer_to
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits, ModelLimits
from flowtime_domain.model.mode_rules import TELEMETRY_RULES
from flowtime_domain.model.object_document import object_document
from flowtime_domain.model.reading import read_model
from flowtime_domain.modes.abstract_mode import AbstractMode, PreparedRun
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.modes.written_model import INLINE_ID, AbstractWrittenModel
from flowtime_domain.ports.capture_store import CaptureStore
from flowtime_domain.runs.run_request import RunRequest
from flowtime_domain.telemetry.binding import bind_capture
from flowtime_domain.telemetry.binding_sources import BINDINGS, bound_values, check_bound_files

_PARAMETERS: Final = "parameters"
_NO_LIMIT: Final = 2**53
# The document was let in already; its normal form may be longer.
_LIMITS_OF_NORMAL_FORMS: Final = DocumentLimits(max_bytes=_NO_LIMIT, max_events=_NO_LIMIT)


@final
@dataclass(frozen=True, slots=True)
class TelemetryMode(AbstractMode):
    """Prepares runs of templates and inline models on captures."""

    name: ClassVar[str] = "telemetry"

    source: ModelSource
    limits: ModelLimits
    captures: CaptureStore

    def prepare(self, request: RunRequest) -> PreparedRun:
        """Verify the capture, read the model under the rules of telemetry, and bind the one to the other.

        Raises
        ------
        PathNotAllowedError
            The capture, a source or a binding lies where it must not.
        CaptureArtifactMissingError, CaptureInvalidError
            The capture does not verify, or does not fit the model.
        TemplateNotFoundError, TemplateInvalidError, ParametersInvalidError, ModelInvalidError
            The template, its parameters or the model are not right.
        """
        telemetry = request.telemetry
        assert telemetry is not None, "a checked request in telemetry mode names a capture"
        capture = self.captures.open_directory(telemetry.capture_directory)
        written = self._written(request, bound_values(telemetry.bindings))
        check_bound_files(telemetry.bindings, capture.files)
        sourced = written.read(TELEMETRY_RULES, self.limits, request.seed)

        def read(normal_form: Mapping[str, Any]) -> FlowModel:
            document = object_document(normal_form, _LIMITS_OF_NORMAL_FORMS)
            return read_model(document, TELEMETRY_RULES, self.limits, request.seed)

        bound = bind_capture(sourced.model, capture, read)
        return PreparedRun(
            mode=self.name,
            origin=sourced.origin,
            model=replace(bound.model, authored_provenance=sourced.model.authored_provenance),
            parameters=sourced.parameters,
            seed=sourced.seed,
            findings=bound.findings,
            capture=bound.capture,
            duration_metric="telemetry_bundle_duration_ms",
        )

    def _written(self, request: RunRequest, bound: Mapping[str, str]) -> AbstractWrittenModel:
        """What the request means; bindings are values of parameters like others (telemetry §8.2)."""
        if request.template_id is None and bound:
            message = "An inline model has no parameters that a file could be bound to."
            raise ParametersInvalidError(
                INLINE_ID,
                [
                    DocumentError(code="unknown_parameter", message=message, pointer=_pointer(name))
                    for name in bound
                ],
            )
        try:
            return self.source.written(request.template_id, request.model, {**request.parameters, **bound})
        except ParametersInvalidError as error:
            if request.template_id is None or not bound:
                raise
            errors = [_about_binding(each, bound) for each in error.errors]
            raise ParametersInvalidError(request.template_id, errors) from None


def _about_binding(error: DocumentError, bound: Mapping[str, str]) -> DocumentError:
    """The error at the binding, if it is about a parameter that is bound."""
    names = [name for name in bound if error.pointer == pointer_to((_PARAMETERS, name))]
    return replace(error, pointer=_pointer(names[0])) if names else error


def _pointer(name: str) -> str:
    return pointer_to((*BINDINGS, name))
