"""Rules that span the elements of a model, one file for each theme.

Rule 1: a rule is a plain function from a draft to findings; it never raises and never changes a draft.
Rule 2: a rule looks at the canonical mappings, so that it also judges what is right in an element that has
a wrong part; the same keys lead to the place of a finding.
"""

from typing import Final

from flowtime_domain.model.draft import Rule
from flowtime_domain.model.rules.constraints import (
    constraint_members,
    constraints_without_members,
    named_constraints,
)
from flowtime_domain.model.rules.edges import unknown_ends
from flowtime_domain.model.rules.formulas import dependencies_mismatches, unknown_names
from flowtime_domain.model.rules.generated_names import queue_depth_names, retry_echo_names
from flowtime_domain.model.rules.identifiers import (
    duplicate_ids,
    router_targets_declared,
    series_id_conflicts,
)
from flowtime_domain.model.rules.initial_values import initial_conflicts, self_shifts_without_initial
from flowtime_domain.model.rules.outputs import aliases, chosen_series
from flowtime_domain.model.rules.overflow import overflow_cycles, overflow_targets, overflow_without_limit
from flowtime_domain.model.rules.places import missing_semantics, queue_features, refused_semantics
from flowtime_domain.model.rules.references import unknown_references
from flowtime_domain.model.rules.seeds import missing_seed

RULES: Final[tuple[Rule, ...]] = (
    duplicate_ids,
    router_targets_declared,
    series_id_conflicts,
    unknown_references,
    unknown_names,
    dependencies_mismatches,
    refused_semantics,
    missing_semantics,
    queue_features,
    queue_depth_names,
    retry_echo_names,
    overflow_without_limit,
    overflow_targets,
    overflow_cycles,
    constraint_members,
    named_constraints,
    constraints_without_members,
    unknown_ends,
    chosen_series,
    aliases,
    missing_seed,
    initial_conflicts,
    self_shifts_without_initial,
)
