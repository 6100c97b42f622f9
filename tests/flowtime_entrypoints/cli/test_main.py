"""The command as a process of its own, from start to exit."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from examples import clinic_desk
from examples.commands import PROGRAM, environment, left_behind, process
from flowtime_entrypoints.cli.main import exit_code
from flowtime_entrypoints.cli.session import Session

MAIN_JOB = [
    "run",
    "--template-id",
    "order-system",
    "--mode",
    "simulation",
    "--deterministic-run-id",
    "--json",
]
STAMPED = {"run.json", "manifest.json", "model/telemetry/telemetry-manifest.json"}


def files(root: Path) -> dict[str, Path]:
    return {str(path.relative_to(root)): path for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_same_run_twice(tmp_path: Path) -> None:
    """The second deterministic run is reused, and no file is touched (runs §4.1)."""
    first = process(tmp_path, *MAIN_JOB)
    before = {name: path.stat().st_mtime_ns for name, path in files(tmp_path).items()}
    second = process(tmp_path, *MAIN_JOB)
    assert (first.code, second.code) == (0, 0)
    assert {name: path.stat().st_mtime_ns for name, path in files(tmp_path).items()} == before
    bodies = [json.loads(ended.out) for ended in (first, second)]
    assert [body["wasReused"] for body in bodies] == [False, True]
    assert {**bodies[0], "wasReused": True} == bodies[1]


def test_surroundings_change_no_byte(tmp_path: Path) -> None:
    """Hash seed, time zone and locale change no file but for its time stamps (runs §1.7)."""
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"},
    ]
    roots = [tmp_path / "first", tmp_path / "second"]
    for root, env in zip(roots, surroundings, strict=True):
        assert process(root, *MAIN_JOB, env=env).code == 0
    first, second = (files(next((root / "runs").iterdir())) for root in roots)
    assert first.keys() == second.keys()
    for name in first:
        one, other = first[name].read_bytes(), second[name].read_bytes()
        if name in STAMPED:
            assert without_stamps(json.loads(one)) == without_stamps(json.loads(other)), name
        else:
            assert one == other, name


def without_stamps(value: object) -> object:
    """A document without its time stamps and the hashes that cover them."""
    if isinstance(value, dict):
        covered = {"createdUtc", "capturedAtUtc", "manifestHash"}
        if value.get("path") in STAMPED:
            covered |= {"sha256"}
        return {name: without_stamps(each) for name, each in value.items() if name not in covered}
    return [without_stamps(each) for each in value] if isinstance(value, list) else value


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    """A closed pipe is no stack trace (operations §4.3)."""
    process(tmp_path, "run", "--template-id", "order-system", "--run-id", "a", "--param", "bins=2016")
    for words in ("runs series a order_queue_depth", "runs show a", "run --template-id order-system"):
        shell = f'"{PROGRAM}" {words} | head -c 1'
        ended = subprocess.run(
            ["bash", "-c", shell], capture_output=True, env=environment(tmp_path), text=True, check=False
        )
        assert ended.stderr == "", words


@pytest.mark.parametrize("words", [["version"], ["version", "--json"], ["runs", "show", "a", "--json"]])
def test_standard_output_is_closed(tmp_path: Path, words: list[str]) -> None:
    """A pipe that is closed before the command writes is no stack trace (operations §4.3)."""
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [PROGRAM, *words], stdout=write, stderr=subprocess.PIPE, env=environment(tmp_path), check=False
    )
    os.close(write)
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr


def test_a_full_disk_behind_standard_output(tmp_path: Path) -> None:
    """Output that cannot be written is told as such, not as a bug (operations §4.3)."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [PROGRAM, "version"], stdout=full, stderr=subprocess.PIPE, env=environment(tmp_path), check=False
        )
    assert ended.returncode == 1
    assert ended.stderr == b"error[output_failed]: The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [("run --model - <&-", 1), ("version >&-", 0), ("runs list --json >&-", 0), ("rn 2>&-", 2)],
)
def test_streams_that_are_closed(tmp_path: Path, words: str, code: int) -> None:
    """A command whose caller has closed a stream does its work all the same (operations §4.2)."""
    ended = subprocess.run(
        ["bash", "-c", f'"{PROGRAM}" {words}'], capture_output=True, env=environment(tmp_path), check=False
    )
    assert (ended.returncode, ended.stdout) == (code, b"")
    assert b"Traceback" not in ended.stderr


def test_a_terminal_without_unicode(tmp_path: Path) -> None:
    """Titles that the encoding of the output lacks are escaped (operations §4.1)."""
    model = clinic_desk.MODEL_YAML.decode().replace("title: Clinic Desk", "title: Café 漢")
    env = {"PYTHONIOENCODING": "ascii", "COLUMNS": "60"}
    ended = process(tmp_path, "run", "--model", "-", stdin=model.encode(), env=env)
    assert (ended.code, ended.err) == (0, "")
    assert b"Caf\\xe9 \\u6f22" in ended.out


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--template-id", b"\xff", "--json"],
        ["run", "--template-id", "order-system", "--param", b"bins=\xff", "--json"],
        ["run", "--template-id", "order-system", "--param", b"telemetryOrderArrivalsSource=\xff"],
        ["run", "--model", b"\xff.yaml"],
        [b"\xff"],
    ],
)
def test_words_that_are_no_text(tmp_path: Path, words: list[str | bytes]) -> None:
    """An argument that is not UTF-8 is a wrong word, not a stack trace (operations §4.2)."""
    ended = subprocess.run([PROGRAM, *words], capture_output=True, env=environment(tmp_path), check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith(b"error[usage]: The argument '")
    assert ended.stderr.endswith(b"' is no UTF-8 text.\n")
    if "--json" in words:
        assert json.loads(ended.stdout)["code"] == "usage"
    assert left_behind(tmp_path) == []


def test_directories_of_templates_that_are_not_there(tmp_path: Path) -> None:
    """A directory of templates that cannot be read is a wrong setting (operations §1.1)."""
    ended = process(tmp_path, "run", "--template-id", "a", "--templates-dir", str(tmp_path / "no"))
    assert ended.code == 2
    assert ended.err.splitlines()[-1].startswith("error[setting_invalid]: ")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(tmp_path: Path, stop: signal.Signals) -> None:
    """Ctrl-C and the wish to end give 130, and nothing stays of the run (operations §4.2, §5.2)."""
    text = clinic_desk.MODEL_YAML.decode().replace("bins: 3", "bins: 100000")
    values = ", ".join(["19.25"] * 100_000)
    nodes = "".join(f"  - id: more_{number}\n    values: 0.1\n" for number in range(40))
    text = text.replace("[18, 26, 12]", f"[{values}]").replace("[20, 20, 20]", "20")
    text = text.replace("topology:\n", nodes + "topology:\n")
    running = subprocess.Popen(
        [PROGRAM, "run", "--model", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment(tmp_path), "FLOWTIME_MAX_DOCUMENT_BYTES": "10000000"},
    )
    assert running.stdin is not None
    running.stdin.write(text.encode())
    running.stdin.close()
    running.stdin = None
    deadline = time.monotonic() + 30
    while not left_behind(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.002)
    assert left_behind(tmp_path)[0].startswith(".tmp-")
    running.send_signal(stop)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().strip().endswith("Interrupted.")
    assert b"Traceback" not in err
    assert left_behind(tmp_path) == []


def test_a_data_root_that_cannot_be_written(tmp_path: Path) -> None:
    """A data root that cannot be written is told as such, and nothing stays (operations §5.3)."""
    (tmp_path / "data").write_bytes(b"no directory")
    ended = process(tmp_path / "data", *MAIN_JOB)
    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert json.loads(ended.out)["code"] == "store_unavailable"
    told, place = ended.err.splitlines()[-2:]
    assert told.startswith("error[store_unavailable]: ")
    assert place == f" --> {tmp_path / 'data' / 'runs'}: Not a directory"


def test_a_bug_is_no_stack_trace(tmp_path: Path) -> None:
    """What no code expects ends with 1 and one line (operations §4.3)."""

    def broken(*_: object, **__: object) -> None:
        raise TypeError

    session = Session(broken)  # type: ignore[arg-type]
    session.flags["FLOWTIME_DATA_DIR"] = str(tmp_path)
    assert exit_code(["runs", "list"], session) == 1


def test_an_interrupt_while_parts_are_built(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with 130 whenever it comes (operations §4.2)."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    session = Session(interrupted)  # type: ignore[arg-type]
    session.flags["FLOWTIME_DATA_DIR"] = str(tmp_path)
    assert exit_code(["runs", "list"], session) == 130
    assert capfd.readouterr().err.strip() == "Interrupted."


@pytest.mark.parametrize("module", ["click", "flowtime_entrypoints.cli.session", "flowtime_domain.errors"])
def test_an_interrupt_while_modules_are_loaded(tmp_path: Path, module: str) -> None:
    """Ctrl-C just after the start ends with 130 and no stack trace (operations §4.2)."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
    )
    ended = process(tmp_path, "runs", "list", env={"PYTHONPATH": str(tmp_path)})
    assert (ended.code, ended.out, ended.err.strip()) == (130, b"", "Interrupted.")


def test_an_interrupt_after_the_work(tmp_path: Path) -> None:
    """Ctrl-C while the process ends is no stack trace, and the result is whole (operations §4.2)."""
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, os, signal\natexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))\n"
    )
    ended = process(tmp_path, "version", env={"PYTHONPATH": str(tmp_path)})
    assert (ended.code, ended.err) == (-signal.SIGINT, "")
    assert ended.out.startswith(b"flowtime ")


def test_nothing_is_loaded_before_an_interrupt_is_answered() -> None:
    """The module of the entry point loads nothing that takes a noticeable time (operations §4.2)."""
    script = (
        "import sys; before = set(sys.modules); import flowtime_entrypoints.cli.main;"
        "print(*sorted(set(sys.modules) - before - {'__future__'}))"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == [
        "flowtime_entrypoints",
        "flowtime_entrypoints.cli",
        "flowtime_entrypoints.cli.main",
    ]


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    """Showing help in a script loads neither the engine nor a server nor rich (design §9)."""
    script = (
        "import sys; from flowtime_entrypoints.cli.main import exit_code;"
        "from flowtime_entrypoints.cli.session import Session;"
        "exit_code(['--help'], Session());"
        "print([name for name in ('numpy', 'pydantic', 'lark', 'rich', 'litestar', 'structlog', 'yaml')"
        " if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stderr == "[]\n"


def test_a_run_loads_no_server(tmp_path: Path) -> None:
    """Making a run for a program loads neither a server nor rich (design §9)."""
    script = (
        "import sys; from flowtime_entrypoints.cli.main import exit_code;"
        "from flowtime_entrypoints.cli.session import Session;"
        "exit_code(['run', '--template-id', 'transportation-basic', '--json'], Session());"
        "print([name for name in ('rich', 'rich_click', 'litestar', 'prometheus_client', 'structlog')"
        " if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment(tmp_path)
    )
    assert ended.stderr == "[]\n"


def test_events_are_written_to_standard_error(tmp_path: Path) -> None:
    """A command logs the events of its run, in their order, when it is asked to (operations §2.5)."""
    ended = process(tmp_path, *MAIN_JOB, "--log-level", "info")
    events = [json.loads(line) for line in ended.err.splitlines()]
    assert [event["eventId"] for event in events] == [4001, 4002, 4003, 4003, 4004, 4004, 4005]
    failed = process(tmp_path, "run", "--template-id", "nobody", env={"FLOWTIME_LOG_LEVEL": " "})
    event, message = failed.err.splitlines()
    assert json.loads(event)["eventId"] == 4500
    assert message.startswith("error[template_not_found]: ")
