"""Libraries that come with the extra `data`, imported when they are first needed."""

from importlib import import_module
from typing import Any


def data_library(name: str) -> Any:
    """A module of one of these libraries.

    Parameters
    ----------
    name
        Name of the module, for example ``pandas``.

    Raises
    ------
    ModuleNotFoundError
        The library is not installed; the message says how it gets there.
    """
    library = name.partition(".")[0]
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != library:
            raise
        message = f"This needs {library}, which is not installed: pip install 'flowtime[data]'"
        raise ModuleNotFoundError(message, name=library) from error
