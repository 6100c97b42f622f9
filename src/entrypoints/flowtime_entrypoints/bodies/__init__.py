"""Answer bodies, shared by HTTP, the command line and the library (api §6-§12).

Rule 1: a body is a plain JSON value with its members in the order of the tables; a member without value is
null.
"""

from flowtime_entrypoints.bodies.parts import Body
from flowtime_entrypoints.bodies.runs import plan_answer, run_answer, run_detail, run_list, run_metadata
from flowtime_entrypoints.bodies.service import limits_answer
from flowtime_entrypoints.bodies.templates import template_detail, template_list, validation_answer

__all__ = [
    "Body",
    "limits_answer",
    "plan_answer",
    "run_answer",
    "run_detail",
    "run_list",
    "run_metadata",
    "template_detail",
    "template_list",
    "validation_answer",
]
