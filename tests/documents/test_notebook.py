"""The notebook among the examples."""

import json

import pyarrow.parquet as pq

from documents.markdown_tables import DOCS

NOTEBOOK = json.loads((DOCS / "examples" / "runs-in-a-notebook.ipynb").read_text(encoding="utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


def test_every_cell_runs(tmp_path, monkeypatch):
    """The cells of the notebook run in order, in an empty folder (operations §6.1)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWTIME_DATA_DIR", raising=False)
    namespace = {"__name__": "notebook"}
    for cell in CODE:
        exec(compile("".join(cell["source"]), cell["id"], "exec"), namespace)
    assert round(float(namespace["latency"][namespace["worst"]])) == 152
    assert pq.read_table(tmp_path / "monday.parquet").num_rows == 4 * 288


def test_outputs_are_left_to_the_reader():
    """The notebook is stored without outputs, which nothing would keep up to date (operations §6.1)."""
    assert [cell["outputs"] for cell in CODE] == [[]] * len(CODE)
    assert all(cell["execution_count"] is None for cell in CODE)
