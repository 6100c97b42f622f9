"""Puts fifty rows into a catalog, one by one."""

import sys
from pathlib import Path

from examples.catalog_rows import row
from flowtime_adapters.run_catalog.sqlite import SqliteRunCatalog
from flowtime_domain.ports.run_catalog import CatalogChanges


def main(path: Path, name: str) -> None:
    catalog = SqliteRunCatalog(path)
    for number in range(50):
        with catalog.session() as rows:
            rows.apply(CatalogChanges(put=[row(f"{name}_{number}", hour=number % 10)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
