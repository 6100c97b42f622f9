"""The stages before evaluation."""

import pytest

from examples import clinic_desk
from examples.workbench import Workbench, request_of
from flowtime_domain.errors import ModelInvalidError
from flowtime_domain.model.limits import ModelLimits
from flowtime_domain.ports.run_observer import RunFailed


def test_a_run_is_identified_by_its_scenario() -> None:
    """Preparation gives plan, normal form, hash, id and size (runs §5.1)."""
    preparation = Workbench().preparation
    request = request_of({"model": clinic_desk.MODEL, "options": {"deterministicRunId": True}})
    with preparation.report(request) as report:
        identified = preparation.identify(request, report)
    assert identified.run_id == clinic_desk.RUN_ID
    assert identified.scenario_hash == clinic_desk.SCENARIO_HASH
    assert identified.cells == 4 * 3
    assert preparation.look_up(identified, request.options) is None


def test_limits_are_checked_before_evaluation() -> None:
    """A model larger than allowed fails in validation (runs §5.1, model §4.4)."""
    bench = Workbench(limits=ModelLimits(max_cells=11))
    with pytest.raises(ModelInvalidError) as caught:
        bench.create(model=clinic_desk.MODEL)
    assert [error.code for error in caught.value.errors] == ["model_too_large"]
    failed = bench.observer.events[-1]
    assert isinstance(failed, RunFailed)
    assert failed.stage == "validation"
