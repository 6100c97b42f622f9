"""Files that commands are given."""

from pathlib import Path

import pytest

from examples.commands import foreseeable
from examples.workbench import BROKEN, CLINIC_DAY
from flowtime_domain.errors import UsageError
from flowtime_entrypoints.cli import documents
from flowtime_entrypoints.cli.documents import read_source, template_source
from flowtime_entrypoints.container import Container
from flowtime_entrypoints.settings import read_settings


def container(tmp_path: Path, *directories: Path) -> Container:
    flags = {"FLOWTIME_TEMPLATES_DIR": tuple(map(str, directories)) or None}
    return foreseeable(read_settings({"FLOWTIME_DATA_DIR": str(tmp_path)}, flags), None, with_metrics=False)


def test_a_file_keeps_its_name(tmp_path: Path) -> None:
    """Errors name a file as the caller wrote it (operations §4.3)."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")
    source = read_source(str(path))
    assert (source.name, source.content) == (str(path), b"a: 1\n")


@pytest.mark.parametrize("name", ["nothing", ".", "nul\0"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    """A file that cannot be read is a wrong argument (operations §4.2)."""
    with pytest.raises(UsageError):
        read_source(str(tmp_path / name))


def test_the_file_behind_a_packaged_template(tmp_path: Path) -> None:
    """Errors in a packaged template name its file (operations §4.3)."""
    source = template_source(container(tmp_path), "order-system")()
    assert source is not None
    assert source.name == "order-system.yaml"
    assert b"id: order-system" in source.content


def test_the_file_behind_a_template_of_the_user(tmp_path: Path) -> None:
    """Errors in a user's template name the very file, though others speak of it (operations §4.3)."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "aaa.yaml").write_text(CLINIC_DAY.replace("clinic-day", "other-day") + "x-see: clinic-day\n")
    (folder / "morning.yml").write_text(CLINIC_DAY)
    source = template_source(container(tmp_path, folder), "clinic-day")()
    assert source is not None
    assert source.name == str(folder / "morning.yml")


def test_the_file_behind_a_broken_template(tmp_path: Path) -> None:
    """A broken template is found by the name of its file (operations §4.3)."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "broken-day.yaml").write_text(BROKEN)
    source = template_source(container(tmp_path, folder), "broken-day")()
    assert source is not None
    assert source.name == str(folder / "broken-day.yaml")


def test_no_file_behind_an_unknown_template(tmp_path: Path) -> None:
    """A template that does not exist has no text (operations §4.3)."""
    assert template_source(container(tmp_path), "nobody")() is None


def test_a_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than any document is refused before it fills the memory (operations §4.2)."""
    monkeypatch.setattr(documents, "MOST_BYTES", 1024)
    with pytest.raises(UsageError, match="'/dev/zero' has more than 1,024 bytes"):
        read_source("/dev/zero")
