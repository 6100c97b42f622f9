"""Runs of earlier versions on the command line (runs §10.2, state §1.2)."""

import json

import pytest

from examples.commands import command
from examples.http_service import Service
from examples.older_bundles import RUN_ID, changed, file_bundle, older_bundle, without, write_bundle


@pytest.fixture
def data(tmp_path):
    write_bundle(tmp_path / "runs", older_bundle())
    return tmp_path


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("runs", "show", str(RUN_ID)), ""),
        (("runs", "graph", str(RUN_ID)), "/graph"),
        (("state", str(RUN_ID), "--bin", "1"), "/state?binIndex=1"),
        (("state", str(RUN_ID), "--start-bin", "0", "--end-bin", "3"), "/state_window?startBin=0&endBin=3"),
    ],
)
def test_commands_answer_what_http_answers(data, words, path):
    """The documents are those of HTTP (state §1.2)."""
    with Service(data) as service:
        expected = service.get(f"/v1/runs/{RUN_ID}{path}").json()
    assert json.loads(command(data, *words, "--json").out) == expected


def test_older_run_is_shown_to_people(data):
    """An older run looks like any other; what it does not say is left out (operations §4.5)."""
    shown = command(data, "runs", "show", str(RUN_ID)).text
    assert "order-system 1.0.0 (Order System)" in shown
    assert "SupportQueue" in shown
    write_bundle(
        data / "runs",
        without(file_bundle("simulation"), "model/metadata.json", "aggregates"),
        type(RUN_ID)("bare"),
    )
    shown = command(data, "runs", "show", "bare").text
    assert "template   adhoc-model\n" in shown


def test_series_of_an_older_run_is_printed(data):
    """The CSV of a series is that of today (api §8.5)."""
    done = command(data, "runs", "series", str(RUN_ID), "support_queue")
    assert (done.code, done.out) == (0, b"t,value\n0,2\n1,10\n2,20\n3,0\n")


def test_older_runs_are_verified(data):
    """A verification tells an intact older bundle from a damaged one (runs §9.3)."""
    assert command(data, "runs", "verify", str(RUN_ID)).code == 0
    damaged = type(RUN_ID)("damaged")
    write_bundle(data / "runs", without(older_bundle(), "series/index.json"), damaged)
    done = command(data, "runs", "verify", "--all", "--json")
    assert done.code == 1
    assert [run["status"] for run in json.loads(done.out)["items"]] == ["corrupt", "complete"]


def test_refusals_end_with_a_failure(data):
    """An older bundle whose documents contradict each other has no state (state §9.1)."""
    contents = changed(older_bundle(), "run.json", lambda members: members.update(modelHash="sha256:00"))
    other = type(RUN_ID)("other")
    write_bundle(data / "runs", contents, other)
    done = command(data, "state", "other", "--bin", "0")
    assert done.code == 1
    assert "provenance_mismatch" in done.err
