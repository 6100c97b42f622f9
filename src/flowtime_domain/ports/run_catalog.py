"""What is known of all runs without opening them: rows that are derived from the bundles (runs §10.3).

Rule 1: nothing is lost with a catalog; whoever uses one can do its work from the bundles.
Rule 2: rows are used in a session; what a session meets belongs together.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, final

from flowtime_domain.runs.identity import RunId
from flowtime_domain.runs.run_summary import RunStatus, RunSummary


class CatalogUnavailableError(Exception):
    """A catalog cannot be used now; no caller of FlowTime ever sees this."""


@final
class CatalogRenewedError(CatalogUnavailableError):
    """The next session finds a catalog that was made anew, so it is worth to begin again."""


@final
@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are meant; None lets all pass (api §7.1).

    Attributes
    ----------
    mode, template_id
        Equal, case ignored.
    created_after, created_before
        At or after; before; both in UTC.
    text
        Part of the id, the template's id or its title, case ignored.
    """

    status: RunStatus | None = "complete"
    mode: str | None = None
    template_id: str | None = None
    has_warnings: bool | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    text: str | None = None


@final
@dataclass(frozen=True, slots=True)
class CatalogQuery:
    """A part of the list of runs, which goes by creation, newest first, then by id (runs §10.4).

    Attributes
    ----------
    limit, offset
        At most so many rows, after so many others.
    after
        Only rows behind the one with this moment of creation and id.
    """

    filter: RunFilter
    limit: int
    offset: int = 0
    after: tuple[datetime, str] | None = None


@final
@dataclass(frozen=True, slots=True)
class CatalogPage:
    """The rows that were asked for, and how many there are before paging."""

    items: Sequence[RunSummary]
    total_count: int


@final
@dataclass(frozen=True, slots=True)
class CatalogState:
    """How far a catalog is.

    Attributes
    ----------
    synchronised_with
        Marker of the store that the rows were last compared with; empty if something has changed since,
        None if they never were.
    made_because
        Why the catalog had to be made: absent, corrupt or version.
    """

    synchronised_with: str | None
    made_because: str


@final
@dataclass(frozen=True, slots=True)
class CatalogChanges:
    """What is to change at once.

    Attributes
    ----------
    put
        Rows that are new or replace those of their ids.
    removed
        Ids whose rows go, if they still have these markers.
    synchronised_with
        What the rows are in step with afterwards; None leaves it.
    replaces_all
        Whether every other row goes.
    """

    put: Sequence[RunSummary] = ()
    removed: Mapping[RunId, str] = field(default_factory=dict)
    synchronised_with: str | None = None
    replaces_all: bool = False


class CatalogSession(Protocol):
    """The rows of a catalog.

    Each call may raise `CatalogUnavailableError`; then nothing has changed.
    """

    def state(self) -> CatalogState:
        """How far the catalog is."""

    def markers(self, wanted: CatalogQuery | Collection[RunId] | None = None) -> Mapping[RunId, str]:
        """The marker of each row, or of each that a query asks for or that is named."""

    def unlike(self, identities: Mapping[str, int]) -> Set[str]:
        """The names that are not in step with those in a store.

        Only one side has the name, or the marker of the row does not begin with the identity. Names that are
        no run ids may be left out.
        """

    def page(self, query: CatalogQuery) -> CatalogPage:
        """The rows that a query asks for."""

    def apply(self, changes: CatalogChanges) -> None:
        """Change rows."""


class RunCatalog(Protocol):
    """Keeps one row for each run, for threads and processes at once."""

    def session(self) -> AbstractContextManager[CatalogSession]:
        """Begin to use the rows; a catalog that is absent, corrupt or of another version is made anew.

        Raises
        ------
        CatalogUnavailableError
            It is locked, or can be neither used nor made.
        """

    def judge(self, run_id: RunId, *, is_intact: bool) -> None:
        """Note how a verification ended, if the row says otherwise (runs §10.3); never raises, never waits.

        The row of a run that was found corrupt says so from now on; that of one that was found intact again,
        or of which nothing can be noted now, is out of step until it is read again.
        """
