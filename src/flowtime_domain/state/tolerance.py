"""How far two runs may differ: the tolerance file (state §8.3).

Rule 1: all that is wrong with a file is found at once, with its place.
Rule 2: the first rule that matches counts alone; a number that it leaves out is 0.
"""

from collections.abc import Callable
from typing import Annotated, TypeAlias, final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from flowtime_domain.errors import ModelInvalidError, RequestInvalidError, did_you_mean, in_document_order
from flowtime_domain.evaluation.reported_series import REPORTED_METRICS
from flowtime_domain.model.canonical.mappings import form_of_shape
from flowtime_domain.model.canonical.rewriting import Rewriting
from flowtime_domain.model.document import Document
from flowtime_domain.model.element import Element, FiniteNumber
from flowtime_domain.model.mode_rules import SIMULATION_RULES
from flowtime_domain.model.shaping import Shaping
from flowtime_domain.model.value_words import shown_value


def _compared_metric(name: str) -> str:
    if name not in REPORTED_METRICS:
        hint = did_you_mean(name, REPORTED_METRICS) or f"; these are: {', '.join(REPORTED_METRICS)}."
        message = f"{shown_value(name)} is no metric that is compared{hint}"
        # Handed over as a value: Pydantic would take a brace in a message for a gap to fill.
        raise PydanticCustomError("unknown_metric", "{message}", {"message": message})
    return name


Allowed: TypeAlias = Annotated[FiniteNumber, Field(ge=0)]
ComparedMetric: TypeAlias = Annotated[str, AfterValidator(_compared_metric)]


@final
class Allowance(Element):
    """What two values may differ by: `absolute`, and a share `relative` of the value on the left."""

    absolute: Allowed = 0.0
    relative: Allowed = 0.0


@final
class ToleranceRule(Element):
    """What the values of a metric of a node may differ by; a name that is left out stands for all."""

    node_id: str | None = None
    metric: ComparedMetric | None = None
    absolute: Allowed = 0.0
    relative: Allowed = 0.0

    def is_about(self, node_id: str, metric: str) -> bool:
        """Whether the rule matches."""
        return self.node_id in (None, node_id) and self.metric in (None, metric)


@final
class Tolerance(Element):
    """What two runs may differ by, metric by metric; without anything said, by nothing.

    Examples
    --------
    >>> tolerance = Tolerance(rules=(ToleranceRule(metric="queue", absolute=2.0),))
    >>> tolerance.of("Desk", "queue").absolute, tolerance.of("Desk", "served").absolute
    (2.0, 0.0)
    """

    default: Allowance = Allowance()
    rules: tuple[ToleranceRule, ...] = ()

    def of(self, node_id: str, metric: str) -> Allowance | ToleranceRule:
        """What counts for a metric of a node."""
        return next((rule for rule in self.rules if rule.is_about(node_id, metric)), self.default)


def read_tolerance(written: Callable[[], Document], subject: str = "The tolerance") -> Tolerance:
    """The tolerance that a document describes.

    Parameters
    ----------
    written
        Gives the document.
    subject
        What an error calls it.

    Raises
    ------
    RequestInvalidError
        There is no document, keys are unknown, or values are wrong; `errors` lists all, with their places.

    Examples
    --------
    >>> read_tolerance(lambda: Document({"default": {"absolute": 0.5}})).of("Desk", "queue").absolute
    0.5
    """
    try:
        document = written()
    except ModelInvalidError as error:
        raise RequestInvalidError(error.errors, subject) from error
    rewriting = Rewriting(document, SIMULATION_RULES)
    canonical = form_of_shape(Tolerance)(document.root, (), rewriting)
    shaping = Shaping(rewriting.written_as)
    tolerance = shaping.shaped(Tolerance, canonical, ())
    errors = [*rewriting.errors, *shaping.errors]
    if tolerance is None or errors:
        raise RequestInvalidError(in_document_order(errors), subject)
    return tolerance
