"""What several answers have in common."""

from examples import clinic_desk
from examples.workbench import Workbench
from flowtime_entrypoints import bodies


def test_warnings_have_all_their_members() -> None:
    """Each warning has code, severity, message, nodeId, bins and count (runs §5.8)."""
    nodes = [{"id": "visits", "values": [30, 31, 32]}, {"id": "desk_capacity", "values": 1}]
    body = bodies.run_answer(Workbench().create(model={**clinic_desk.MODEL, "nodes": nodes}), "runs")
    assert body["warningCount"] == len(body["warnings"]) > 0
    for warning in body["warnings"]:
        assert list(warning) == ["code", "severity", "message", "nodeId", "bins", "count"]
