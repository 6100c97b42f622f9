"""What the command line costs beyond its work, in whole processes.

``python benchmarks/command_line.py [ROUNDS]`` compares, in turn, ``flowtime run`` with a minimal process that
makes the same files (`minimal_run.py`), and ``flowtime --help`` with importing the library it is built on.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from direct_work import TEMPLATE
from measurement import Sample, machine, measured_in_turn, print_table, ratio_text, template_file

ROUNDS = 20
FLOWTIME = Path(sysconfig.get_path("scripts")) / "flowtime"
MINIMAL_RUN = Path(__file__).with_name("minimal_run.py")
IMPORTS = "import click, rich_click"


def main() -> None:
    """Measure and print both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(machine())
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".benchmark-") as folder:
        compare_runs(Path(folder), rounds)
    compare_help(rounds)


def compare_runs(folder: Path, rounds: int) -> None:
    """`flowtime run` in its forms beside the minimal process, each run in a data root of its own."""
    command = (FLOWTIME, "run", "--template-id", TEMPLATE, "--deterministic-run-id", "--out")
    minimal = (sys.executable, MINIMAL_RUN, template_file(TEMPLATE))
    roots = (str(folder / f"runs-{number}") for number in count())
    actions = {
        "flowtime run": lambda: run_process(*command, next(roots)),
        "flowtime run --json": lambda: run_process(*command, next(roots), "--json"),
        "flowtime run --quiet": lambda: run_process(*command, next(roots), "--quiet"),
        "minimal process": lambda: run_process(*minimal, next(roots)),
    }
    print_processes(f"One run of {TEMPLATE}, {rounds} rounds", actions, rounds)


def compare_help(rounds: int) -> None:
    """`flowtime --help` beside the imports that any command line of this kind has."""
    actions = {
        "flowtime --help": lambda: run_process(FLOWTIME, "--help"),
        f'python -c "{IMPORTS}"': lambda: run_process(sys.executable, "-c", IMPORTS),
        "python -c pass": lambda: run_process(sys.executable, "-c", "pass"),
    }
    print_processes(f"Help, {rounds} rounds", actions, rounds, against=1)


def print_processes(
    title: str, actions: Mapping[str, Callable[[], object]], rounds: int, against: int = -1
) -> None:
    """Measure processes in turn; each is compared with one of them."""
    samples = measured_in_turn(actions, rounds)
    reference: Sample = list(samples.values())[against]
    rows = [("process", "time: median (quartiles)", f"/ {list(samples)[against]}")]
    rows += [(name, sample.text(), ratio_text(sample, reference)) for name, sample in samples.items()]
    print_table(title, rows)


def run_process(*command: str | Path) -> None:
    """Run a process to its end; its output is thrown away, its failure is not."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWTIME_")}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


if __name__ == "__main__":
    main()
