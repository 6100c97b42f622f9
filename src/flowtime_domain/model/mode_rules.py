"""What a run mode asks of a document (model §10)."""

from dataclasses import dataclass
from typing import Final, final


@final
@dataclass(frozen=True, slots=True)
class ModeRules:
    """The rules of reading that differ between modes.

    Attributes
    ----------
    mode
        Name of the mode.
    requires_window_and_topology
        A template must give window.start, window.timezone and topology nodes (model §9.1).
    requires_semantics
        Every topology node needs arrivals and one of served, queueDepth, capacity (model §7.2).
    allows_unbound_sources
        A const node may have a source instead of values (model §5.3).
    allows_file_references
        Semantics may name files (model §7.4).
    """

    mode: str
    requires_window_and_topology: bool
    requires_semantics: bool
    allows_unbound_sources: bool
    allows_file_references: bool


SIMULATION_RULES: Final = ModeRules("simulation", True, True, False, False)
TELEMETRY_RULES: Final = ModeRules("telemetry", False, False, True, True)
MODE_RULES: Final = {rules.mode: rules for rules in (SIMULATION_RULES, TELEMETRY_RULES)}
