"""Runs the examples of the documents: Python blocks as Python, `console` blocks as real commands.

In a `console` block each line that starts with ``$ `` is run by a shell in the document's own empty folder;
the lines up to the next command are what it must print, with ``...`` standing for anything.
"""

import doctest
import os
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that it must have."""
    for part in ("\n" + block).split("\n$ ")[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def run_console(example: Example) -> str | None:
    """Run the commands of a block; what differs first is returned as the failure."""
    scripts = sysconfig.get_path("scripts")
    environment = {
        **os.environ,
        "PATH": scripts + os.pathsep + os.environ["PATH"],
        "COLUMNS": "110",
        "PYTHONPATH": "",
    }
    for command, expected in commands(example.parsed):
        result = subprocess.run(
            ["bash", "-c", command],
            cwd=example.namespace["folder"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed = result.stdout + result.stderr
        if not doctest.OutputChecker().check_output(expected.rstrip() + "\n", printed.rstrip() + "\n", FLAGS):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


def enter_folder(namespace: dict[str, object]) -> None:
    """Give each document an empty folder and make it the working directory."""
    namespace["previous"] = Path.cwd()
    namespace["folder"] = tempfile.mkdtemp(prefix="flowtime-docs-")
    os.chdir(str(namespace["folder"]))


def leave_folder(namespace: dict[str, object]) -> None:
    """Return to where the tests run."""
    os.chdir(str(namespace["previous"]))


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser(language="console", evaluator=run_console),
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        SkipParser(),
    ],
    pattern="*.md",
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
