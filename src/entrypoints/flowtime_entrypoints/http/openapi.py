"""The OpenAPI document (api §1.7).

Rule 1: each endpoint states its answers and problems where it is defined; paths and texts come from there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias, final

from litestar import Request
from litestar.enums import MediaType
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import (
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)
from litestar.openapi.spec.enums import OpenAPIType
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from flowtime_domain.runs.encoding.json_text import compact_json
from flowtime_entrypoints.http import shapes
from flowtime_entrypoints.http.answers import JSON, PROBLEM_JSON
from flowtime_entrypoints.http.shapes.schemas import UntitledSchema
from flowtime_entrypoints.problems import INTERNAL_CODE, STATUSES, status_phrase

AnswerShape: TypeAlias = type[BaseModel] | shapes.TextShape | None
BODY_PROBLEMS: Final = (
    "body_too_large",
    "media_type_unsupported",
    "request_timeout",
    "body_malformed",
    "request_invalid",
    "query_invalid",
    "mode_unknown",
    "template_not_found",
    "too_many_creations",
)
CREATION_PROBLEMS: Final = (
    *BODY_PROBLEMS,
    "feature_unavailable",
    "run_id_invalid",
    "template_invalid",
    "parameters_invalid",
    "model_invalid",
    "non_finite_series",
    "wip_limit_invalid",
    "path_not_allowed",
    "run_exists",
    "run_corrupt",
    "capture_artifact_missing",
    "capture_invalid",
    "storage_full",
)
CAPTURE_PROBLEMS: Final = (
    "body_too_large",
    "media_type_unsupported",
    "request_timeout",
    "body_malformed",
    "request_invalid",
    "query_invalid",
    "run_id_invalid",
    "capture_key_invalid",
    "path_not_allowed",
    "run_not_found",
    "run_corrupt",
    "capture_exists",
    "capture_artifact_missing",
    "capture_invalid",
    "import_failed",
    "too_many_creations",
    "storage_full",
)
VALIDATION_PROBLEMS: Final = BODY_PROBLEMS
_EVERYWHERE: Final = ("request_invalid", "rate_limited", "store_unavailable", "shutting_down", INTERNAL_CODE)
_STATUS_OF: Final = {error.code: status for error, status in STATUSES.items()} | {INTERNAL_CODE: 500}
_SCHEMAS: Final = "#/components/schemas/"


def operation(
    *,
    answers: Mapping[int, AnswerShape],
    problems: Sequence[str] = (),
    request: type[BaseModel] | None = None,
    query: Sequence[Parameter] = (),
    is_limited: bool = True,
) -> type[Operation]:
    """How an endpoint is documented.

    Parameters
    ----------
    answers
        What comes with each status of success.
    problems
        Codes of the problems that the endpoint itself can answer.
    request
        Shape of the body.
    query
        Query parameters.
    is_limited
        Whether the problems that any endpoint below ``/v1`` can answer belong to it.
    """
    codes = (*problems, *(_EVERYWHERE if is_limited else ()))
    responses = {str(status): _answer(status, shape) for status, shape in answers.items()}
    responses |= _problems(codes)

    @final
    @dataclass
    class DocumentedOperation(Operation):
        def __post_init__(self) -> None:
            self.summary, self.description = self.description, None
            self.responses = {**responses}
            self.parameters = [*map(_parameter, self.parameters or ()), *map(_parameter, query)] or None
            if request is not None:
                content = {JSON: OpenAPIMediaType(schema=_reference(request))}
                self.request_body = RequestBody(content=content, required=True)

    return DocumentedOperation


def _parameter(parameter: Parameter | Reference) -> Parameter | Reference:
    """A parameter without the members that only some kinds of parameters may have."""
    if isinstance(parameter, Parameter):
        # None leaves a member out, though the framework's types allow only true and false.
        parameter.allow_empty_value = parameter.allow_reserved = None  # type: ignore[assignment]
    return parameter


def _answer(status: int, shape: AnswerShape) -> OpenAPIResponse:
    phrase = status_phrase(status)
    if shape is None:
        return OpenAPIResponse(description=phrase)
    if isinstance(shape, shapes.TextShape):
        text = OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))
        return OpenAPIResponse(description=shape.description, content={shape.media_type: text})
    return OpenAPIResponse(description=phrase, content={JSON: OpenAPIMediaType(schema=_reference(shape))})


def _problems(codes: Iterable[str]) -> dict[str, OpenAPIResponse]:
    """The problems of an endpoint by status, and a general one for wrong paths and methods."""
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(_STATUS_OF[code], []).append(code)
    answers = {
        str(status): _problem(status_phrase(status), Schema(enum=by_status[status]))
        for status in sorted(by_status)
    }
    return answers | {"default": _problem("Any other problem", Schema(type=OpenAPIType.STRING))}


def _problem(description: str, code: Schema) -> OpenAPIResponse:
    schema = Schema(all_of=[_reference(shapes.Problem), Schema(properties={"code": code})])
    return OpenAPIResponse(description=description, content={PROBLEM_JSON: OpenAPIMediaType(schema=schema)})


def _reference(shape: type[BaseModel]) -> Reference:
    return Reference(ref=_SCHEMAS + shape.__name__)


@cache
def _component_schemas() -> dict[str, Any]:
    requests = [(shape, "validation") for shape in shapes.REQUESTS]
    answers = [(shape, "serialization") for shape in shapes.ANSWERS]
    # A typed dictionary is as good as a model here, but the library's types say only models.
    _, document = models_json_schema(
        [*requests, *answers],  # type: ignore[list-item]
        ref_template=_SCHEMAS + "{model}",
        schema_generator=UntitledSchema,
    )
    schemas: dict[str, Any] = document["$defs"]
    return schemas


def complete_document(document: dict[str, Any]) -> dict[str, Any]:
    """The framework's part of the document with the shapes of all bodies."""
    return {**document, "components": {"schemas": _component_schemas()}}


@final
class OpenApiJson(OpenAPIRenderPlugin):
    """Serves the document, the shapes of bodies included."""

    def __init__(self) -> None:
        super().__init__(path="/openapi.json", media_type=MediaType.JSON)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The document as JSON."""
        return compact_json(complete_document(openapi_schema))
