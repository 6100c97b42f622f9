import pickle

import numpy as np
import pytest

from flowtime_domain.evaluation.named_rows import NamedRows


def rows():
    return NamedRows({"visits": 1, "doctors": 0}, np.array([[2.0, 2.0], [18.0, 26.0]]))


@pytest.mark.parametrize("named", [rows(), pickle.loads(pickle.dumps(rows()))], ids=["here", "sent"])
def test_rows_have_names_and_cannot_be_written(named):
    """Rows are found by name, in the order of the names, here and in another process (design §6)."""
    assert {name: row.tolist() for name, row in named.items()} == {"visits": [18, 26], "doctors": [2, 2]}
    assert list(named) == ["visits", "doctors"]
    assert (len(named), repr(named)) == (2, "NamedRows(visits, doctors)")
    with pytest.raises(ValueError, match="read-only"):
        named["visits"][0] = 1
    with pytest.raises(KeyError):
        named["visit"]
