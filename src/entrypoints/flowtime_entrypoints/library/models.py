"""Reading models and templates from Python."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowtime_entrypoints.settings import read_settings

if TYPE_CHECKING:
    from flowtime_domain.model.flow_model import FlowModel
    from flowtime_domain.templates.template import Template

_FILE_NAME: Final = re.compile(r"[^\s:{}\[\]]+\.(?:yaml|yml|json)")


def read_model(source: str | bytes | os.PathLike[str]) -> FlowModel:
    """Read a model under the rules of simulation mode.

    Parameters
    ----------
    source
        A YAML or JSON text, or the path of a file that holds one (a `Path`; a `str` is the text itself).

    Raises
    ------
    ModelInvalidError
        It breaks a rule of the model language; `errors` lists all, with line and column.
    TypeError
        A text is the name of a file.

    Examples
    --------
    >>> model = read_model('''
    ... grid: {bins: 3, binSize: 15, binUnit: minutes}
    ... nodes: [{id: visits, values: [18, 26, 12]}]
    ... ''')
    >>> model.grid.bins
    3
    """
    from flowtime_domain.model.reading import read_model as read_document
    from flowtime_entrypoints.container import build_container

    if isinstance(source, str) and _FILE_NAME.fullmatch(source):
        raise TypeError(f"'{source}' is read as the text of a model; for a file write Path('{source}').")
    text = source if isinstance(source, str | bytes) else Path(source).read_bytes()
    settings = read_settings(os.environ)
    document = build_container(settings).document_reader().read(text)
    return read_document(document, limits=settings.model_limits)


def load_template(template_id: str) -> Template:
    """Find a template, packaged or in a directory of FLOWTIME_TEMPLATES_DIR.

    Its models may be as large as the settings say.

    Raises
    ------
    TemplateNotFoundError
        There is none; the nearest id is named.
    TemplateInvalidError
        It cannot be read, or declares its parameters wrongly.

    Examples
    --------
    >>> load_template("order-system").title
    'Order system'
    """
    from flowtime_entrypoints.container import build_container

    settings = read_settings(os.environ)
    template = build_container(settings).catalogue().load(template_id)
    return replace(template, limits=settings.model_limits)
