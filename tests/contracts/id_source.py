"""What every source of ids keeps to."""

import re
from abc import ABC, abstractmethod

from flowtime_domain.ports.id_source import IdSource


class IdSourceContract(ABC):
    @abstractmethod
    def id_source(self) -> IdSource: ...

    def test_digits_are_lower_case_hexadecimal_and_as_many_as_asked_for(self) -> None:
        """Random parts of ids are hex digits (runs §3.5)."""
        source = self.id_source()
        for count in (1, 7, 8, 16):
            assert re.fullmatch(f"[0-9a-f]{{{count}}}", source.hex_digits(count))

    def test_draws_differ(self) -> None:
        """Two draws of eight digits are not the same (runs §3.5)."""
        source = self.id_source()
        assert len({source.hex_digits(8) for _ in range(50)}) == 50
