"""What else is read for a key, and what is read and left out (model §3.3)."""

from collections.abc import Mapping
from typing import Final

from flowtime_domain.model.document_root import DocumentRoot
from flowtime_domain.model.element import Element
from flowtime_domain.model.nodes import ExprNode, RouterNode
from flowtime_domain.model.root_elements import Output
from flowtime_domain.model.topology import ConstraintSemantics, Edge, Semantics

OTHER_SPELLINGS: Final[Mapping[type[Element], Mapping[str, str]]] = {
    ExprNode: {"expression": "expr"},
    RouterNode: {"router": "router"},  # read by `members`; here for the sake of hints
    Semantics: {"queue": "queueDepth", "external_demand": "externalDemand", "slaMinutes": "slaMin"},
    Edge: {"source": "from", "target": "to"},
    ConstraintSemantics: {"capacity": "served"},
    Output: {"source": "series", "filename": "as"},
}
LEFT_OUT: Final[Mapping[type[Element], frozenset[str]]] = {
    DocumentRoot: frozenset({"classes", "traffic", "constraints", "variables"}),
    Output: frozenset({"id", "description"}),
}
