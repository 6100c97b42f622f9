"""The root of the error tree."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from flowtime_domain.errors.document_error import DocumentError


class FlowTimeError(Exception):
    """Base of all errors that FlowTime reports to its callers.

    Attributes
    ----------
    code
        Stable name of the problem (api §13).
    errors
        The single findings, empty where there is nothing to list.
    """

    code: ClassVar[str] = ""

    def __init__(self, detail: str, errors: Sequence[DocumentError] = ()) -> None:
        super().__init__(detail)
        self.errors: tuple[DocumentError, ...] = tuple(errors)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
        """How it passes from one process to another: as it is, since each error takes fields of its own."""
        return Exception.__new__, (type(self), *self.args), self.__dict__

    @property
    def detail(self) -> str:
        """One or two sentences for the caller: what, where, what to do."""
        return str(self)
