"""Runs the examples of the documents: Python blocks as Python, `console` blocks as real commands.

A `yaml` block whose first line is a comment with a file name, such as ``# clinic.yaml``, is saved under it.
In a `console` block each line that starts with ``$ `` is run by a shell in the document's own empty folder;
the lines up to the next command are what it must print, with ``...`` standing for anything.
"""

import doctest
import os
import re
import shutil
import signal
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

FILE_NAME = re.compile(r"# ([\w./-]+\.yaml)\n")
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
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed = result.stdout
        if not doctest.OutputChecker().check_output(expected.rstrip() + "\n", printed.rstrip() + "\n", FLAGS):
            return f"$ {command}\nexpected:\n{expected}\nprinted:\n{printed}"
    return None


def save_file(example: Example) -> None:
    """Save a block of YAML that says its file name."""
    name = FILE_NAME.match(example.parsed)
    if name is not None:
        path = Path(example.namespace["folder"], name[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.parsed, encoding="utf-8")


def enter_folder(namespace: dict[str, object]) -> None:
    """Give each document an empty folder and make it the working directory."""
    namespace["previous"] = Path.cwd()
    namespace["folder"] = tempfile.mkdtemp(prefix="flowtime-docs-")
    os.chdir(str(namespace["folder"]))


def leave_folder(namespace: dict[str, object]) -> None:
    """End servers that a failed document has left, remove its folder, return to where the tests run."""
    folder = Path(str(namespace["folder"]))
    for file in folder.glob("*.pid"):
        with suppress(ProcessLookupError):
            os.kill(int(file.read_text(encoding="utf-8")), signal.SIGKILL)
    os.chdir(str(namespace["previous"]))
    shutil.rmtree(folder)


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser(language="console", evaluator=run_console),
        CodeBlockParser(language="yaml", evaluator=save_file),
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        SkipParser(),
    ],
    pattern="*.md",
    setup=enter_folder,
    teardown=leave_folder,
).pytest()
