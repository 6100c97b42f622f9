"""Templates in directories."""

import os
from pathlib import Path

import pytest

from contracts.template_source import TemplateSourceContract
from fakes.template_source import InMemoryTemplateSource
from flowtime_adapters.template_source.directory import DirectoryTemplateSource
from flowtime_domain.errors import StoreUnavailableError

ORDER_SYSTEM = "metadata:\n  id: order-system\n"
OTHER = "metadata:\n  id: other\n"


class TestDirectoryTemplateSource(TemplateSourceContract):
    @pytest.fixture(autouse=True)
    def _directory(self, tmp_path: Path) -> None:
        self.directory = tmp_path
        (tmp_path / "order-system.yaml").write_text(ORDER_SYSTEM, encoding="utf-8")
        (tmp_path / "another.yml").write_text(OTHER, encoding="utf-8")

    def source(self) -> DirectoryTemplateSource:
        return DirectoryTemplateSource(self.directory)

    def test_both_extensions_count_and_nothing_else(self) -> None:
        """Templates are the ``*.yaml`` and ``*.yml`` files, not folders nor other files (model §9.5)."""
        (self.directory / "notes.txt").write_text(OTHER, encoding="utf-8")
        (self.directory / "folder.yaml").mkdir()
        assert [file.name for file in self.source().all()] == ["another", "order-system"]

    def test_a_name_that_is_no_text_is_escaped(self) -> None:
        """A file whose name is not UTF-8 can be told of in every answer (model §9.5)."""
        (self.directory / os.fsdecode(b"x\xff.yaml")).write_text(OTHER, encoding="utf-8")
        assert [file.name for file in self.source().all()] == ["another", "order-system", "x\\udcff"]

    def test_a_pipe_is_not_read(self) -> None:
        """A named pipe would block for ever and is no template file (model §9.5)."""
        os.mkfifo(self.directory / "pipe.yaml")
        assert [file.name for file in self.source().all()] == ["another", "order-system"]

    def test_candidates_leave_out_files_without_the_id(self) -> None:
        """Files in which the id cannot stand need not be parsed (model §9.5)."""
        assert [file.name for file in self.source().candidates("order-system")] == ["order-system"]

    def test_an_escaped_id_is_still_a_candidate(self) -> None:
        """An id may be written with escapes in double quotes (model §2.1)."""
        (self.directory / "escaped.yaml").write_text('metadata: {id: "hidd\\u0065n"}', encoding="utf-8")
        assert "escaped" in [file.name for file in self.source().candidates("hidden")]

    def test_a_change_is_seen(self) -> None:
        """A template that was just saved is what is read (model §9.5)."""
        source = self.source()
        before = source.all()
        (self.directory / "another.yml").write_text(OTHER.replace("other", "newer"), encoding="utf-8")
        (self.directory / "third.yaml").write_text(OTHER, encoding="utf-8")
        after = source.all()
        assert [file.name for file in after] == ["another", "order-system", "third"]
        assert after[0] != before[0]

    def test_a_file_that_cannot_be_read_is_reported(self) -> None:
        """An unreadable file appears without content and does not hide the others (model §9.5)."""
        # The memory of a process is a regular file whose first bytes nobody can read, not even root.
        (self.directory / "sealed.yaml").symlink_to("/proc/self/mem")
        unreadable = [file.name for file in self.source().all() if file.content is None]
        assert unreadable == ["sealed"]
        assert [file.name for file in self.source().candidates("sealed")] == ["sealed"]
        assert [file.name for file in self.source().candidates("order-system")] == ["order-system"]

    def test_a_missing_directory_is_an_error(self) -> None:
        """Templates of a lost directory do not vanish silently, nor is its path told (api §2.3)."""
        with pytest.raises(StoreUnavailableError) as raised:
            DirectoryTemplateSource(self.directory / "missing").all()
        assert raised.value.detail == "A directory of templates cannot be read or written."
        assert "missing" in str(raised.value.__cause__)


class TestInMemoryTemplateSource(TemplateSourceContract):
    def source(self) -> InMemoryTemplateSource:
        return InMemoryTemplateSource({"order-system": ORDER_SYSTEM, "another": OTHER})
