"""Listing templates, and checking models and parameter values (api §9, §10)."""

from typing import Annotated, TypeAlias

import anyio
from litestar import Response, get, post
from litestar.params import PathParameter

from flowtime_domain.use_cases.creation_gate import CreationGate
from flowtime_domain.use_cases.fetch_template import FetchTemplate
from flowtime_domain.use_cases.list_templates import ListTemplates
from flowtime_domain.use_cases.validate_model import ValidateModel
from flowtime_domain.use_cases.validation_request import read_validation_request
from flowtime_entrypoints import bodies
from flowtime_entrypoints.http import openapi, shapes
from flowtime_entrypoints.http.answers import json_answer
from flowtime_entrypoints.http.dependencies import Given
from flowtime_entrypoints.http.query import refuse_query
from flowtime_entrypoints.http.request_body import BodyReader
from flowtime_entrypoints.http.runs import AnyRequest

TemplateIdPath: TypeAlias = Annotated[str, PathParameter(name="templateId", description="Id of a template.")]


@get(
    "/v1/templates",
    tags=["templates"],
    sync_to_thread=True,
    operation_class=openapi.operation(answers={200: shapes.TemplateList}, problems=("query_invalid",)),
)
def list_templates(request: AnyRequest, templates: Given[ListTemplates]) -> Response[bytes]:
    """List all templates; a broken one is listed with its errors."""
    refuse_query(request)
    return json_answer(bodies.template_list(templates()))


@get(
    "/v1/templates/{templateId:str}",
    tags=["templates"],
    sync_to_thread=True,
    operation_class=openapi.operation(
        answers={200: shapes.TemplateDetail}, problems=("query_invalid", "template_not_found")
    ),
)
def show_template(
    request: AnyRequest, template_id: TemplateIdPath, template: Given[FetchTemplate]
) -> Response[bytes]:
    """Say what a template is and which parameters it takes."""
    refuse_query(request)
    return json_answer(bodies.template_detail(template(template_id)))


@post(
    "/v1/validate",
    tags=["templates"],
    status_code=200,
    operation_class=openapi.operation(
        request=shapes.ValidationRequest,
        answers={200: shapes.ValidationAnswer},
        problems=openapi.VALIDATION_PROBLEMS,
    ),
)
async def validate(
    request: AnyRequest,
    body_reader: Given[BodyReader],
    validate_model: Given[ValidateModel],
    gate: Given[CreationGate],
    creation_threads: Given[anyio.CapacityLimiter],
) -> Response[bytes]:
    """Check a model, or a template with parameter values, without making a run."""
    validation = read_validation_request(await body_reader.members(request))
    refuse_query(request)
    if validation.tier != "analyse":
        report = await anyio.to_thread.run_sync(validate_model, validation)
    else:
        with gate.place():
            report = await anyio.to_thread.run_sync(validate_model, validation, limiter=creation_threads)
    return json_answer(bodies.validation_answer(report))
