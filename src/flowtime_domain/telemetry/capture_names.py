"""What the files of a captured run are called (telemetry §7.2)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, final

from flowtime_domain.model.root_elements import Output

_EXTENSION: Final = ".csv"
# Only runs of earlier versions have topology nodes whose ids hold other characters.
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.-]")


@final
class CaptureNames:
    """Gives each captured series a name of its own.

    Parameters
    ----------
    outputs
        The exports of the model, whose `as` names come first.

    Examples
    --------
    >>> names = CaptureNames([Output(series="desk_queue", as_="depth.txt")])
    >>> names.name_of("Desk", "QueueDepth", "desk_queue"), names.name_of("Desk", "Arrivals", "visits")
    ('depth.csv', 'Desk_arrivals.csv')
    """

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._outputs = outputs
        self._taken: set[str] = set()

    def name_of(self, node_id: str, metric: str, series: str) -> str:
        """The name of the file of one metric, whose values are those of `series`."""
        stem = _NOT_IN_NAMES.sub("_", f"{node_id}_{metric.lower()}")
        name = next(self._free(self._aliases(series)), None) or next(self._free(_numbered(stem)))
        self._taken.add(name.lower())
        return name

    def _aliases(self, series: str) -> Iterator[str]:
        for output in self._outputs:
            if output.series == series and output.as_ is not None:
                yield output.as_.rpartition(".")[0] + _EXTENSION

    def _free(self, names: Iterator[str]) -> Iterator[str]:
        return (name for name in names if name.lower() not in self._taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem + _EXTENSION
    number = 2
    while True:
        yield f"{stem}~{number}{_EXTENSION}"
        number += 1
