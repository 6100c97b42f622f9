"""Shapes of problems (api §2)."""

from typing import Annotated, NotRequired, final

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from flowtime_entrypoints.http.shapes.shape import Shape


class Finding(TypedDict):
    """One thing wrong in a document, a request or a setting."""

    # The one assignment that a typed dictionary may have, says Pydantic; type checkers know none.
    __pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[misc]

    code: str
    message: str
    pointer: str
    line: NotRequired[int]
    column: NotRequired[int]
    offset: NotRequired[int]
    caret: NotRequired[str]
    file: NotRequired[str]
    limit: NotRequired[int]
    requested: NotRequired[int]
    setting: NotRequired[str]


@final
class Problem(Shape):
    """Why a request was not carried out (RFC 9457)."""

    type: Annotated[str, Field(pattern="^urn:flowtime:problem:[a-z_]+$")]
    title: str
    status: int
    detail: str
    code: str
    instance: Annotated[str, Field(pattern="^urn:flowtime:request:")]
    errors: list[Finding]
    error: str
