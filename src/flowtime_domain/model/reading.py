"""From a document to a model, with every error at its place."""

from flowtime_domain.model.document import Document
from flowtime_domain.model.flow_model import FlowModel
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import SIMULATION_RULES, ModeRules


def read_model(
    document: Document, rules: ModeRules = SIMULATION_RULES, limits: ModelLimits | None = None
) -> FlowModel:
    raise AssertionError
