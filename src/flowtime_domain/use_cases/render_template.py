"""Writing the model that a template gives, as a run would store it (operations §4.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import final

from flowtime_domain.errors import ModeUnknownError
from flowtime_domain.model.document import Value
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.model.mode_rules import MODE_RULES
from flowtime_domain.model.normal_form import normal_form
from flowtime_domain.modes.model_source import ModelSource
from flowtime_domain.runs.encoding import model_yaml


@final
@dataclass(frozen=True, slots=True)
class RenderTemplate:
    """Renders a template of the catalogue, or a file that may be in none."""

    source: ModelSource
    limits: ModelLimits

    def __call__(
        self, template: str | bytes, parameters: Mapping[str, Value], mode: str = "simulation"
    ) -> bytes:
        """The model in normal form as YAML, the bytes of a run's model.yaml.

        Parameters
        ----------
        template
            Id of a template of the catalogue, or the bytes of a file: a template if it declares
            parameters, else a model.
        parameters
            Values by parameter name.
        mode
            Name of the mode whose rules hold.

        Raises
        ------
        ModeUnknownError, TemplateNotFoundError
            The names lead nowhere.
        TemplateInvalidError, ParametersInvalidError, ModelInvalidError
            The template, the values or the model they give are not right.
        """
        rules = MODE_RULES.get(mode.lower())
        if rules is None:
            raise ModeUnknownError(mode, MODE_RULES)
        if isinstance(template, bytes):
            written = self.source.in_file(template, parameters)
        else:
            written = self.source.written(template, None, parameters)
        return model_yaml(normal_form(written.read(rules, self.limits, None).model))
