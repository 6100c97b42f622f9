"""Reading a file of sample requests, as editors for them do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SEPARATOR: Final = re.compile(r"^###.*$", re.MULTILINE)
VARIABLE: Final = re.compile(r"^@(\w+) = (\S+)$", re.MULTILINE)
MARK: Final = re.compile(r"^# @(\w+) (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class SampleRequest:
    """One request of a file, and the status that it is to have."""

    name: str
    status: int
    method: str
    url: str
    headers: dict[str, str]
    body: str


def sample_requests(path: Path, **variables: str) -> Iterator[SampleRequest]:
    """The requests of a file; variables that are given replace those of the file."""
    heading, *parts = SEPARATOR.split(path.read_text(encoding="utf-8"))
    values = dict(VARIABLE.findall(heading)) | variables
    for part in parts:
        marks = dict(MARK.findall(part))
        text = re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], MARK.sub("", part).strip())
        head, _, body = text.partition("\n\n")
        first, *lines = head.splitlines()
        method, url = first.split()
        headers = dict(line.split(": ", 1) for line in lines)
        yield SampleRequest(marks["name"], int(marks["expect"]), method, url, headers, body)
