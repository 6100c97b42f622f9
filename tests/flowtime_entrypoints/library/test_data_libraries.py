"""Libraries of the extra `data`."""

import pytest

from flowtime_entrypoints.library.data_libraries import data_library


def test_a_library_that_is_there():
    """A module of an installed library is given as it is (design §2)."""
    assert data_library("os.path").join("a", "b") == "a/b"


@pytest.mark.parametrize("module", ["nothing_of_the_kind", "nothing_of_the_kind.inside"])
def test_a_library_that_is_missing(module):
    """Without the extra the message says how to install it (design §2)."""
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'flowtime\[data\]'") as caught:
        data_library(module)
    assert "needs nothing_of_the_kind," in str(caught.value)
    assert caught.value.name == "nothing_of_the_kind"


def test_a_library_that_is_broken(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """What an installed library itself lacks is its own error, not a reason to install it (design §7)."""
    (tmp_path / "half_installed.py").write_text("import nothing_of_the_kind", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="No module named 'nothing_of_the_kind'"):
        data_library("half_installed")
