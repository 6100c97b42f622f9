"""Outputs: each chooses published series (model §8.1)."""

from collections.abc import Iterator
from typing import Final

from flowtime_domain.errors import DocumentError
from flowtime_domain.model.document import Path
from flowtime_domain.model.draft import Draft
from flowtime_domain.model.rules.known_names import KnownNames, known_series
from flowtime_domain.model.tree import text_in, texts_in

_EVERY_SERIES: Final = "*"
_PREFIX_END: Final = "/*"


def is_pattern(series: str) -> bool:
    """Whether an output chooses by pattern: all series, or those with a prefix.

    Examples
    --------
    >>> is_pattern("*"), is_pattern("order/*"), is_pattern("order")
    (True, True, False)
    """
    return series == _EVERY_SERIES or series.endswith(_PREFIX_END)


def chosen_series(draft: Draft) -> Iterator[DocumentError]:
    """`unknown_reference`, `output_matches_nothing`: an output chooses at least one series."""
    known = known_series(draft)
    for drafted in draft.outputs:
        series = text_in(drafted.tree, "series")
        if series is not None and is_pattern(series):
            yield from _empty_pattern(draft, series, (*drafted.path, "series"), known)
        elif series is not None:
            yield from _unknown(draft, series, (*drafted.path, "series"), known)
        for index, excluded in texts_in(drafted.tree, "exclude"):
            if not is_pattern(excluded):
                yield from _unknown(draft, excluded, (*drafted.path, "exclude", index), known)


def _unknown(draft: Draft, series: str, path: Path, known: KnownNames) -> Iterator[DocumentError]:
    if series not in known:
        message = f"There is no series '{series}'{known.hint(series)}"
        yield draft.written_as.error("unknown_reference", message, path)


def _empty_pattern(draft: Draft, series: str, path: Path, known: KnownNames) -> Iterator[DocumentError]:
    prefix = "" if series == _EVERY_SERIES else series.removesuffix(_PREFIX_END)
    if not known.is_any_like(prefix):
        message = f"No series of this model begins with '{prefix}'."
        yield draft.written_as.error("output_matches_nothing", message, path)


def aliases(draft: Draft) -> Iterator[DocumentError]:
    """`output_alias_conflict`: a file name stands for one series and is used once (ruling 18)."""
    seen: set[str] = set()
    for drafted in draft.outputs:
        series, alias = text_in(drafted.tree, "series"), text_in(drafted.tree, "as")
        if alias is None:
            continue
        if series is not None and is_pattern(series):
            message = f"'{series}' chooses many series; only an exact id can have the file name '{alias}'."
            yield draft.written_as.error("output_alias_conflict", message, (*drafted.path, "as"))
        elif alias.lower() in seen:
            message = f"'{alias}' is the file name of an earlier output, upper and lower case being equal."
            yield draft.written_as.error("output_alias_conflict", message, (*drafted.path, "as"))
        seen.add(alias.lower())
