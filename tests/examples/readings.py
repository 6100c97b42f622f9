"""What reading a document finds, for tests: a text in, codes, pointers and places out."""

from examples.models import document_of
from flowtime_domain.errors import DocumentError, ModelInvalidError
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, ModeRules
from flowtime_domain.model.reading import read_model

GRID = "grid: {bins: 2, binSize: 1, binUnit: hours}\n"
ONE_NODE = GRID + "nodes: [{id: a, values: 1}]\n"


def errors_of(
    text: str, rules: ModeRules = SIMULATION_RULES, limits: ModelLimits | None = None
) -> tuple[DocumentError, ...]:
    """Everything that reading a text finds wrong, in order."""
    try:
        read_model(document_of(text), rules, limits)
    except ModelInvalidError as error:
        return error.errors
    return ()


def found(text: str, rules: ModeRules = SIMULATION_RULES) -> list[tuple[str, str]]:
    """Code and pointer of every error, in order."""
    return [(error.code, error.pointer) for error in errors_of(text, rules)]


def placed(text: str) -> list[tuple[str, str, int, int]]:
    """Code, pointer, line and column of every error, in order."""
    return [
        (error.code, error.pointer, error.place.line, error.place.column)
        for error in errors_of(text)
        if error.place is not None
    ]


def read(text: str, rules: ModeRules = SIMULATION_RULES) -> FlowModel:
    """The model of a text, read under the rules of a mode."""
    return read_model(document_of(text), rules)
