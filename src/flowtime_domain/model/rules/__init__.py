"""Rules that span the elements of a model.

Rule 1: a rule is a plain function from a draft to findings; it never raises and never changes a draft.
"""

from typing import Final

from flowtime_domain.model.draft import Rule

RULES: Final[tuple[Rule, ...]] = ()
