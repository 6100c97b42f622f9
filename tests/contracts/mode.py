"""What every run mode keeps to."""

from abc import ABC, abstractmethod
from dataclasses import FrozenInstanceError

import pytest

from flowtime_domain.errors import FlowTimeError
from flowtime_domain.modes.abstract_mode import AbstractMode
from flowtime_domain.runs.run_request import RunRequest


class ModeContract(ABC):
    @abstractmethod
    def mode(self) -> AbstractMode:
        """The mode under test."""

    @abstractmethod
    def right_request(self) -> RunRequest:
        """A request that the mode can prepare."""

    @abstractmethod
    def wrong_request(self) -> RunRequest:
        """A request that the mode refuses."""

    def test_the_name_is_a_word_in_lower_case(self) -> None:
        """Modes are found by their name in lower case (runs §2.1)."""
        assert self.mode().name == self.mode().name.lower().strip() != ""

    def test_one_step_is_its_own_and_nothing_builds_on_it(self) -> None:
        """A mode is final and fills in the one abstract step of its family (design §8)."""
        assert AbstractMode.__abstractmethods__ == {"prepare"}
        assert getattr(type(self.mode()), "__final__", False)
        assert AbstractMode in type(self.mode()).__bases__

    def test_what_it_prepares_bears_its_name(self) -> None:
        """A prepared run says which mode prepared it (runs §5.1)."""
        assert self.mode().prepare(self.right_request()).mode == self.mode().name

    def test_equal_requests_give_equal_runs(self) -> None:
        """Preparing keeps no state between calls (runs §1.7)."""
        mode = self.mode()
        first, second = (mode.prepare(self.right_request()) for _ in range(2))
        assert (first.origin, first.parameters, first.seed) == (second.origin, second.parameters, second.seed)
        assert first.model.nodes == second.model.nodes

    def test_what_is_wrong_is_an_error_of_ours(self) -> None:
        """A request that cannot be prepared fails with an error that callers can be told (runs §5.6)."""
        with pytest.raises(FlowTimeError):
            self.mode().prepare(self.wrong_request())

    def test_a_mode_cannot_be_changed(self) -> None:
        """A mode is frozen, so that calls cannot influence each other (runs §5.2)."""
        with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
            self.mode().name = "other"  # type: ignore[misc]
