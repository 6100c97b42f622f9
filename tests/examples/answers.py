"""The answers of the contract's examples."""

import json
from pathlib import Path
from typing import Any, Final

from flowtime_domain.runs.encoding import compact_json

ANSWERS: Final = Path(__file__).parent / "api"


def example(name: str) -> dict[str, Any]:
    """The body of an example."""
    body: dict[str, Any] = json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))
    return body


def assert_same(body: dict[str, Any], expected: dict[str, Any]) -> None:
    """Equal members and values in equal order, down to the text of numbers."""
    assert json.loads(compact_json(body)) == expected
    assert compact_json(body) == compact_json(expected)
