"""Write the OpenAPI document of the HTTP API into docs/schemas.

Usage: ``python tools/write_openapi.py``
"""

from pathlib import Path

from flowtime_entrypoints.container import build_container
from flowtime_entrypoints.http.app import openapi_document
from flowtime_entrypoints.settings import read_settings

DOCUMENT_FILE = Path(__file__).parents[1] / "docs" / "schemas" / "openapi.json"


def main() -> None:
    """Write the document."""
    DOCUMENT_FILE.write_bytes(openapi_document(build_container(read_settings({}))))


if __name__ == "__main__":
    main()
