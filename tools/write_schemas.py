"""Write the JSON Schemas of stored documents and of answers about the state of runs into docs/schemas.

Usage: ``python tools/write_schemas.py``
"""

from pathlib import Path

from flowtime_domain.runs.artifact_documents import schemas
from flowtime_entrypoints.http.shapes.schemas import answer_schemas

SCHEMA_FOLDER = Path(__file__).parents[1] / "docs" / "schemas"


def main() -> None:
    """Write every schema."""
    SCHEMA_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in (schemas() | answer_schemas()).items():
        (SCHEMA_FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
