"""The examples in docstrings run."""

import doctest
import importlib

import pytest

from architecture.layout import PACKAGES, source_files


def module_names():
    for package, folder in PACKAGES.items():
        for path in source_files(package):
            parts = path.relative_to(folder.parent).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", list(module_names()))
def test_docstring_examples_hold(name):
    """Every example in a module's docstrings gives what it says (design §6)."""
    failures, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert failures == 0
