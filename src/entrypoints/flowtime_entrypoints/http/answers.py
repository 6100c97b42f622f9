"""How answers are put together (api §1.1, §2).

Rule 1: a body is JSON of our own writer: shortest numbers, null for what is missing, members in order.
Rule 2: whatever an error is, its answer is a problem (RFC 9457).
"""

from collections.abc import Mapping
from typing import Final

from litestar import Response

from flowtime_domain.errors import FlowTimeError
from flowtime_domain.model.document import Value
from flowtime_domain.runs.encoding.json_text import compact_json
from flowtime_entrypoints.problems import COMMAND_LINE_ONLY, problem

JSON: Final = "application/json"
PROBLEM_JSON: Final = "application/problem+json"
# The framework adds the character set to types of text.
CSV: Final = "text/csv"
TEXT_CHARSET: Final = "; charset=utf-8"
YAML: Final = "application/yaml; charset=utf-8"


def json_answer(
    body: Mapping[str, Value], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """An answer with a JSON body."""
    return Response(compact_json(body), status_code=status, media_type=JSON, headers=dict(headers or {}))


def problem_answer(error: BaseException, request_id: str) -> Response[bytes]:
    """The answer that tells a caller what went wrong.

    Errors that only a command can be told are faults of the deployment; HTTP callers learn nothing of them.
    """
    is_told = isinstance(error, FlowTimeError) and not isinstance(error, COMMAND_LINE_ONLY)
    found = problem(error if is_told else RuntimeError(), request_id)
    body = compact_json(found.body)
    return Response(body, status_code=found.status, media_type=PROBLEM_JSON, headers=dict(found.headers))
