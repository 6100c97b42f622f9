import pytest

from examples.older_bundles import MODEL_HASH, RUN_ID, changed, older_bundle
from examples.stored_runs import READER
from fakes.artifact_store import InMemoryFiles
from flowtime_domain.errors import MissingNodeDataError, ModeValidationFailedError, ProvenanceMismatchError
from flowtime_domain.runs.older.examination import examine_older


def bundle(contents):
    read, findings = examine_older(InMemoryFiles(str(RUN_ID), contents), READER.read)
    assert findings == ()
    return read


def hashed(metadata):
    return bundle(
        changed(older_bundle(), "model/metadata.json", lambda members: members.update(modelHash=metadata))
    )


@pytest.mark.parametrize("text", [MODEL_HASH, MODEL_HASH.upper(), MODEL_HASH.removeprefix("sha256:"), None])
def test_equal_or_absent_hashes_agree(text):
    """Documents that name one model, or none, agree (state §9.1)."""
    hashed(text).check_provenance()


def test_different_hashes_do_not_agree():
    """Documents that name different models contradict each other; both are named (state §9.1)."""
    with pytest.raises(ProvenanceMismatchError, match=f"{MODEL_HASH}, .*sha256:00"):
        hashed("sha256:00").check_provenance()


def test_first_unusable_series_of_a_simulation_run_is_named():
    """In simulation mode an unusable series refuses state, naming node, series and first bin (state §9.1)."""
    unusable = bundle(older_bundle({"order_arrivals": (1, 2, None, None), "support_arrivals": (None,) * 4}))
    with pytest.raises(
        ModeValidationFailedError, match=r"'OrderService' needs series 'order_arrivals' .* bin 2 "
    ):
        unusable.check_numbers()


def test_node_without_numbers_refuses_state():
    """In simulation mode a node of which nothing can be read refuses state (state §9.1)."""
    with pytest.raises(MissingNodeDataError, match="'SupportQueue'"):
        bundle(older_bundle({"order_arrivals": (1, 2, 3, 4)})).check_numbers()


def test_telemetry_runs_answer_whatever_their_numbers():
    """In telemetry mode the same findings are warnings (state §9.1)."""
    read = bundle(older_bundle({"order_arrivals": (1, 2, None, None)}, mode="telemetry"))
    read.check_numbers()
    assert [(each.code, each.node_id) for each in read.facts.warnings] == [
        ("run_warning", None),
        ("telemetry_sources_missing", None),
        ("telemetry_series_invalid", "OrderService"),
        ("telemetry_sources_unresolved", "SupportQueue"),
    ]
