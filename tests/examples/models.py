"""Models for tests: read from a text, from a mapping or from a worked example."""

from typing import Any

from examples.worked_examples import example_text
from flowtime_adapters.document_reader.yaml_or_json import YamlOrJsonDocumentReader
from flowtime_domain.model.document import Document
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import DocumentLimits
from flowtime_domain.model.reading import read_model


def document_of(text: str) -> Document:
    """A YAML or JSON text as a document with places."""
    return YamlOrJsonDocumentReader(DocumentLimits()).read(text)


def model_of(text: str) -> FlowModel:
    """The model that a text describes."""
    return read_model(document_of(text))


def example_model(name: str) -> FlowModel:
    """The model of a worked example, for example ``E7``."""
    return model_of(example_text(name))


def place_model(bins: int, series: dict[str, Any], *places: dict[str, Any], **topology: Any) -> FlowModel:
    """A model of hourly const series (a number or a list each) and topology nodes."""
    return FlowModel.from_mapping(
        {
            "grid": {"bins": bins, "binSize": 1, "binUnit": "hours"},
            "nodes": [{"id": name, "values": values} for name, values in series.items()],
            "topology": {"nodes": list(places), **topology},
        }
    )
