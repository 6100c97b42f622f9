"""What `templates validate` and `templates render` are about: a template of the catalogue, or a file.

Rule 1: a word that can be the id of a template is one; whoever means a file of such a name writes ``./name``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, final

from flowtime_domain.errors import TemplateNotFoundError
from flowtime_domain.model.document import Value
from flowtime_domain.model.identifiers import TEMPLATE_ID_PATTERN
from flowtime_domain.use_cases.validation_request import ValidationRequest, read_validation_request
from flowtime_entrypoints.cli.documents import read_source, template_source
from flowtime_entrypoints.cli.parameters import named_template, parameter_values, template_in

if TYPE_CHECKING:
    from flowtime_entrypoints.cli.session import Session
    from flowtime_entrypoints.container import Container

_TEMPLATE_ID: Final = re.compile(TEMPLATE_ID_PATTERN)


@final
@dataclass(frozen=True, slots=True)
class Subject:
    """A template of the catalogue by its id, or the bytes of a file."""

    template_id: str | None
    content: bytes | None

    def values(
        self, session: Session, container: Container, given: Sequence[str], param_file: str | None
    ) -> dict[str, Value]:
        """The values of parameters that flags give."""
        if self.content is None:
            template = named_template(container, str(self.template_id))
        else:
            template = template_in(container, self.content)
        return parameter_values(session, container, template, given, param_file)

    def validation_request(self, values: Mapping[str, Value], mode: str, tier: str) -> ValidationRequest:
        """The request to check it.

        Raises
        ------
        RequestInvalidError
            The tier is unknown or does not fit the mode.
        """
        about = {"templateId": self.template_id or "file", "mode": mode, "tier": tier}
        request = replace(read_validation_request(about), parameters=values)
        return request if self.content is None else replace(request, template_id=None, file=self.content)


def find_subject(session: Session, container: Container, word: str) -> Subject:
    """What the argument of a command means; from now on errors point into it.

    Raises
    ------
    TemplateNotFoundError, UsageError
        The argument names neither a template nor a file that can be read.
    """
    if _TEMPLATE_ID.fullmatch(word):
        session.find_source = template_source(container, word)
        return Subject(word, None)
    if word != "-" and not Path(word).exists() and not _looks_like_path(word):
        raise TemplateNotFoundError(word, [entry.id for entry in container.catalogue().entries()])
    source = read_source(word)
    session.find_source = lambda: source
    return Subject(None, source.content)


def _looks_like_path(word: str) -> bool:
    return "/" in word or Path(word).suffix != ""
