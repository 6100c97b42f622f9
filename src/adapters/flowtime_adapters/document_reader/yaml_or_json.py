"""The reader of documents: JSON where a text starts with `{`, else YAML (model §2.1).

Rule 1: this file chooses the language; each language has its own file.
"""

from dataclasses import replace
from functools import partial
from typing import Final, final

from flowtime_adapters.document_reader.json import read_json
from flowtime_adapters.document_reader.json_walk import locate_json
from flowtime_adapters.document_reader.places import LazyPlaces
from flowtime_adapters.document_reader.source_text import source_text
from flowtime_adapters.document_reader.yaml import read_yaml
from flowtime_adapters.document_reader.yaml_places import locate_yaml
from flowtime_domain.model.document import Document
from flowtime_domain.model.limits import DEEPEST_NESTING, DocumentLimits

_JSON_BLANKS: Final = " \t\n\r"


@final
class YamlOrJsonDocumentReader:
    """Reads YAML and JSON texts under limits.

    Parameters
    ----------
    limits
        Limits on every text; a depth of more than 200 counts as 200.
    """

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = replace(limits, max_depth=min(limits.max_depth, DEEPEST_NESTING))

    def read(self, text: str | bytes) -> Document:
        """The document in a text, its places found when they are first asked for.

        Raises
        ------
        ModelInvalidError
            The text breaks a rule of model §2.1-2.2.
        """
        source = source_text(text, self._limits)
        if source.lstrip(_JSON_BLANKS).startswith("{"):
            return Document(read_json(source, self._limits), LazyPlaces(partial(locate_json, source)))
        return Document(read_yaml(source, self._limits), LazyPlaces(partial(locate_yaml, source)))
