"""The lock file can be used anywhere."""

import re
import tomllib
from itertools import chain

from architecture.layout import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_requirement_is_hashed():
    """Each locked version carries at least one hash."""
    pinned = re.findall(r"^[a-z0-9._-]+==.*(?:\n    .*)+", LOCK, re.MULTILINE | re.IGNORECASE)
    assert pinned
    assert all("--hash=sha256:" in requirement for requirement in pinned)


def test_lock_names_no_index_and_no_host():
    """The lock names neither a package index nor any host: hashes are its only options."""
    assert set(re.findall(r"--[a-z-]+", LOCK)) == {"--hash"}
    assert "://" not in LOCK


def test_every_dependency_is_locked():
    """What the project, its extras and its developers need stands in the lock (design §10)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=;~! ]", requirement)[0].lower() for requirement in needed}
    names.remove(project["name"])  # developers need the project with all its extras
    locked = set(re.findall(r"^([a-z0-9._-]+)==", LOCK, re.MULTILINE | re.IGNORECASE))
    assert names <= locked
