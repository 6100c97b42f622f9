"""Warnings of small models, for the tests of the rules that give them."""

from typing import Any

from examples.models import place_model
from flowtime_domain.evaluation.evaluator import evaluate
from flowtime_domain.evaluation.finding import Finding


def findings(bins: int, series: dict[str, Any], *places: dict[str, Any], **topology: Any) -> list[Finding]:
    """The warnings of a model of const series and topology nodes."""
    return list(evaluate(place_model(bins, series, *places, **topology)).warnings)


def desk_findings(series: dict[str, Any], kind: str = "service", **semantics: Any) -> dict[str, Finding]:
    """By code: the warnings of a model with one topology node, in as many bins as the longest series has."""
    bins = max(len(values) if isinstance(values, list) else 1 for values in series.values())
    desk = {"id": "Desk", "kind": kind, "semantics": semantics}
    return {finding.code: finding for finding in findings(bins, series, desk)}
