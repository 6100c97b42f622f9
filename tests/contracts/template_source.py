"""What every source of templates keeps to."""

from abc import ABC, abstractmethod

from flowtime_domain.ports.template_source import TemplateSource


class TemplateSourceContract(ABC):
    """A source under test holds more than one file; one of them holds the template `known_id`."""

    known_id = "order-system"

    @abstractmethod
    def source(self) -> TemplateSource: ...

    def test_all_files_are_sorted_by_name(self) -> None:
        """Every file is found once, in the order of the names (model §9.5)."""
        names = [file.name for file in self.source().all()]
        assert len(names) > 1
        assert names == sorted(names)

    def test_files_hold_their_bytes(self) -> None:
        """Files come as they are, so that their hash can be taken (runs §3.4)."""
        contents = {file.name: file.content for file in self.source().all()}
        assert b"id: order-system" in (contents[self.known_id] or b"")

    def test_candidates_include_the_template_of_the_id(self) -> None:
        """Whoever asks for an id gets at least the file that holds it (model §9.5)."""
        names = [file.name for file in self.source().candidates(self.known_id)]
        assert self.known_id in names

    def test_candidates_are_files_of_the_source(self) -> None:
        """Nothing but files of the source is ever offered, whatever the id (model §9.5)."""
        source = self.source()
        everything = list(source.all())
        for template_id in (self.known_id, "no-such-template", "../order-system", "", "a/b", "\udcff"):
            assert all(file in everything for file in source.candidates(template_id))

    def test_a_second_look_gives_the_same(self) -> None:
        """Looking changes nothing (model §9.5)."""
        source = self.source()
        assert list(source.all()) == list(source.all())
