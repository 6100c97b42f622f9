"""Whether the numbers of a run came out consistent (engine §12).

Rule 1: a rule looks at one topology node or constraint and gives one finding or none; it never changes a
number.
Rule 2: the order of the table is the order of the findings; a new rule is one row.
"""

from flowtime_domain.evaluation.invariants.table import invariant_findings

__all__ = ["invariant_findings"]
