"""Answers about the state of runs: when they are told of."""

from examples.http_service import CLINIC_DESK, CLINIC_DESK_PATH
from flowtime_domain.ports.run_observer import SnapshotRead, WindowRead


def test_what_is_sent_is_told_and_what_the_caller_has_is_not(service):
    """Reading a snapshot or a window is told once for each body that is sent (operations §2.4)."""
    service.create(**CLINIC_DESK)
    for question, event in (
        ("state?binIndex=1", SnapshotRead),
        ("state_window?startBin=0&endBin=2", WindowRead),
    ):
        path = f"{CLINIC_DESK_PATH}/{question}"
        tags = [service.get(path).headers["ETag"] for _ in range(3)]
        assert service.get(path, If_None_Match=tags[0]).status_code == 304
        assert len([told for told in service.observer.events if isinstance(told, event)]) == 3


def test_structure_is_the_same_each_time(service):
    """The structure of a run is worked out once and given again (api §4.3)."""
    service.create(**CLINIC_DESK)
    first, second = (service.get(f"{CLINIC_DESK_PATH}/graph") for _ in range(2))
    assert first.status_code == 200
    assert first.content == second.content
