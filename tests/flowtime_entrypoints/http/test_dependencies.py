"""What handlers ask for."""

from inspect import signature

import anyio

from flowtime_entrypoints.container import build_container
from flowtime_entrypoints.http.app import HANDLERS
from flowtime_entrypoints.http.dependencies import dependencies
from flowtime_entrypoints.http.kept_bodies import KeptBodies
from flowtime_entrypoints.settings import read_settings

NOT_PROVIDED = {"request", "run_id", "series_id", "template_id", "capture_key", "name"}


def test_handlers_ask_for_what_is_there_and_nothing_is_there_in_vain(tmp_path):
    """Names of dependencies and of the handlers' parameters are the same (design §9)."""
    container = build_container(read_settings({"FLOWTIME_DATA_DIR": str(tmp_path)}))
    asked = {name for handler in HANDLERS for name in signature(handler.fn).parameters}
    assert asked - NOT_PROVIDED == set(dependencies(container, KeptBodies()))


def test_creations_have_threads_of_their_own(tmp_path):
    """All creations share one set of threads, as many as there are places (api §4.1)."""
    settings = read_settings({"FLOWTIME_DATA_DIR": str(tmp_path), "FLOWTIME_MAX_CONCURRENT_CREATIONS": "3"})
    provide = dependencies(build_container(settings), KeptBodies())["creation_threads"]

    async def limiters():
        return await provide(), await provide()

    first, second = anyio.run(limiters)
    assert first is second
    assert first.total_tokens == 3
