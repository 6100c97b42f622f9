from flowtime_domain.evaluation.finding import Finding
from flowtime_domain.runs.artifact_documents import WarningDocument


def test_warning_says_all_that_the_finding_says():
    """A stored warning has the members of its finding; at run level its node is null (runs §5.8)."""
    assert WarningDocument.of(Finding("code", "info", "Text.", None, (1, 4), 30)).members() == {
        "code": "code",
        "severity": "info",
        "message": "Text.",
        "nodeId": None,
        "bins": [1, 4],
        "count": 30,
    }
