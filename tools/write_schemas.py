"""Write the JSON Schemas of the stored documents into docs/schemas.

Usage: ``python tools/write_schemas.py``
"""

from pathlib import Path

from flowtime_domain.runs.artifact_documents import schemas

SCHEMA_FOLDER = Path(__file__).parents[1] / "docs" / "schemas"


def main() -> None:
    """Write every schema."""
    SCHEMA_FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (SCHEMA_FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
