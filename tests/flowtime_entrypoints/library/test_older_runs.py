"""Runs of earlier versions from Python (runs §10.2)."""

import flowtime
from examples.older_bundles import RUN_ID, SERIES, older_bundle, write_bundle


def test_older_run_is_opened(tmp_path):
    """An older bundle is opened by its path like any run, and gives its series and state (state §1.2)."""
    run = flowtime.open_run(write_bundle(tmp_path / "runs", older_bundle()))
    assert run.run_id == str(RUN_ID)
    assert {name: values.tolist() for name, values in run.series.items()} == {
        name: list(values) for name, values in SERIES.items()
    }
    assert run.snapshot(1).values["latencyMinutes"][1] == 8.333333333333334
