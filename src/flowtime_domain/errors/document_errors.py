"""Errors of documents: each carries every finding of one document."""

from collections.abc import Sequence
from typing import ClassVar, Final, final

from flowtime_domain.errors.document_error import DocumentError
from flowtime_domain.errors.flow_time_error import FlowTimeError

MAXIMUM_REPORTED_ERRORS: Final = 1000


class DocumentInvalidError(FlowTimeError):
    """A document breaks rules. `errors` holds every finding, at most 1000 of them."""

    subject: ClassVar[str] = "document"

    def __init__(self, errors: Sequence[DocumentError], subject: str | None = None) -> None:
        shown = subject or self.subject
        count = len(errors)
        total = "1 error" if count == 1 else f"{count} errors"
        first = errors[0].message
        lead = f"{shown} has {total}: " if count == 1 else f"{shown} has {total}; first: "
        super().__init__(lead + first, errors[:MAXIMUM_REPORTED_ERRORS])
        self.total = count


@final
class RequestInvalidError(DocumentInvalidError):
    """The members of a request do not fit (runs §2.1, api §6.2)."""

    code = "request_invalid"
    subject = "The request"


@final
class QueryInvalidError(DocumentInvalidError):
    """The query parameters of a request do not fit."""

    code = "query_invalid"
    subject = "The query"


@final
class TemplateInvalidError(DocumentInvalidError):
    """A template cannot be read or breaks the rules for templates."""

    code = "template_invalid"
    subject = "The template"


@final
class ParametersInvalidError(DocumentInvalidError):
    """Parameter values do not satisfy the declarations of a template."""

    code = "parameters_invalid"

    def __init__(self, template_id: str, errors: Sequence[DocumentError]) -> None:
        FlowTimeError.__init__(
            self, _parameters_detail(template_id, errors), errors[:MAXIMUM_REPORTED_ERRORS]
        )
        self.total = len(errors)


def _parameters_detail(template_id: str, errors: Sequence[DocumentError]) -> str:
    if len(errors) == 1:
        return f"1 parameter of template '{template_id}' is wrong: {errors[0].message}"
    return f"{len(errors)} parameters of template '{template_id}' are wrong; first: {errors[0].message}"


@final
class ModelInvalidError(DocumentInvalidError):
    """A model breaks a rule of the model language."""

    code = "model_invalid"
    subject = "The model"
