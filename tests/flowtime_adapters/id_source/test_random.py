"""Random ids."""

from contracts.id_source import IdSourceContract
from fakes.id_source import CountingIdSource
from flowtime_adapters.id_source.random import RandomIdSource


class TestRandomIdSource(IdSourceContract):
    def id_source(self) -> RandomIdSource:
        return RandomIdSource()


class TestCountingIdSource(IdSourceContract):
    def id_source(self) -> CountingIdSource:
        return CountingIdSource()
