"""What is remembered while a document is rewritten into its canonical form.

Rule 1: paths are canonical; findings are placed where the part stands in the document as written.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import final

from flowtime_domain.errors import MAXIMUM_REPORTED_ERRORS, DocumentError, did_you_mean
from flowtime_domain.model.document import Document, Path
from flowtime_domain.model.mode_rules import ModeRules
from flowtime_domain.model.value_words import shown_value
from flowtime_domain.model.written_as import WrittenAs


@final
@dataclass(slots=True)
class Rewriting:
    """The document, where its parts went, and what cannot be rewritten.

    Attributes
    ----------
    document, rules
        What is rewritten, under the rules of which mode.
    moved
        Canonical path -> written path, where the two differ.
    errors
        Findings so far.
    declared
        Ids of series nodes and router targets, as far as they are known.
    hints_left
        How many unknown keys may still be compared with the known ones: comparing takes time, and no error
        beyond the first thousand is shown.
    files
        Canonical paths of references that name a file instead of a series, each with the text.
    """

    document: Document
    rules: ModeRules
    moved: dict[Path, Path] = field(default_factory=dict)
    errors: list[DocumentError] = field(default_factory=list)
    declared: Set[str] = frozenset()
    hints_left: int = 2 * MAXIMUM_REPORTED_ERRORS
    files: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def written_as(self) -> WrittenAs:
        """Translates canonical paths into written ones."""
        return WrittenAs(self.document, self.moved)

    def written_path(self, path: Path) -> Path:
        """Where a canonical path stands in the document as written."""
        return self.written_as.written_path(path)

    def report(self, code: str, message: str, written: Path, *, key: bool = False) -> None:
        """Remember that a rule is broken at a written path."""
        self.errors.append(self.document.error(code, message, written, key=key))

    def report_unknown_key(self, key: str, written: Path, known: Iterable[str]) -> None:
        """Remember that a mapping has a key that it does not know."""
        self.hints_left -= 1
        hint = did_you_mean(key, known) if self.hints_left >= 0 else ""
        self.report("unknown_key", f"There is no key {shown_value(key)} here{hint or '.'}", written, key=True)

    def report_conflict(self, code: str, earlier: Path, later: Path, depth: int = 0) -> None:
        """Remember that two written values mean the same and differ, at the later one (ruling 20).

        Their message names them by their keys from a depth on.
        """
        first, second = (".".join(str(part) for part in path[depth:]) for path in (later, earlier))
        message = f"'{first}' and '{second}' mean the same and differ; keep one of them."
        self.report(code, message, later, key=code == "key_conflict")

    def elsewhere(self, path: Path, written: Path) -> "Rewriting":
        """A rewriting of the same document in which a canonical path stands at another place."""
        return Rewriting(self.document, self.rules, {path: written}, declared=self.declared)
